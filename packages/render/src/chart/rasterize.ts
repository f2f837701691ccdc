/** SVG → PNG with the bundled Inter, the same on every machine. */

export type RasterOptions = {
  /** Pixels per unit of the SVG. */
  readonly scale: number;
  readonly background: string;
};

/** Loads resvg only when asked to draw: it takes tens of megabytes. Throws when the SVG cannot be parsed. */
export async function rasterize(svg: string, { scale, background }: RasterOptions): Promise<Uint8Array> {
  const { font, Resvg } = await import('./resvg.ts');
  const drawing = new Resvg(svg, { background, fitTo: { mode: 'zoom', value: scale }, font });
  const image = drawing.render();
  const png = image.asPng();
  // WebAssembly's memory only ever grows; nobody collects garbage in it.
  image.free();
  drawing.free();
  return png;
}
