/** SVG → PNG with the bundled Inter, the same on every machine. */

export type RasterOptions = {
  /** Pixels per unit of the SVG. */
  readonly scale: number;
  readonly background: string;
};

/** Loads resvg only when drawing: it takes tens of megabytes. Throws if the SVG cannot be parsed. */
export async function rasterize(svg: string, { scale, background }: RasterOptions): Promise<Uint8Array> {
  const { font, Resvg } = await import('./resvg.ts');
  const drawing = new Resvg(svg, { background, fitTo: { mode: 'zoom', value: scale }, font });
  const image = drawing.render();
  const png = image.asPng();
  // WebAssembly memory only ever grows and is not garbage-collected.
  image.free();
  drawing.free();
  return png;
}
