/** Requests as dots, at their real rate, from the users through every tier to the data. Nothing moves for those who want it so. */
import type { Diagram, Placed } from './diagram.ts';
import { byId, cssColour, make, typeScale } from './dom.ts';
import { feltNow, type Model } from './model.ts';

type Point = { readonly x: number; readonly y: number };
type Dot = { readonly path: readonly Point[]; readonly bornMs: number; readonly isBad: boolean };

const travelMs = 900;
/** More are not told apart; each dot then stands for several requests. */
const mostDotsASecond = 250;

export type Flow = {
  readonly feed: (model: Model) => void;
  /** No one sends anything any more. */
  readonly stop: () => void;
};

export function startFlow({ tiles, users }: Diagram): Flow {
  const canvas = byId('flow', HTMLCanvasElement);
  const context = canvas.getContext('2d');
  // They change with the servers, and not with each frame.
  const lines = make('canvas', 'lines');
  lines.setAttribute('aria-hidden', 'true');
  canvas.before(lines);
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  let scene: Scene | null = null;
  let rate = 0;
  let badShare = 0;
  let owed = 0;
  let lastMs = performance.now();
  let dots: readonly Dot[] = [];

  const draw = (nowMs: number): void => {
    if (context === null || scene === null) return;
    context.clearRect(0, 0, scene.width, scene.height);
    drawDots(context, scene, dots, nowMs);
  };
  const frame = (nowMs: number): void => {
    const passedMs = Math.min(100, nowMs - lastMs);
    lastMs = nowMs;
    // Then it is drawn when something has changed, and not sixty times a second.
    if (!reduced.matches && scene !== null) {
      owed += (Math.min(rate, mostDotsASecond) * passedMs) / 1_000;
      const born: Dot[] = [];
      for (; owed >= 1; owed -= 1)
        born.push(newDot(scene, nowMs - Math.random() * passedMs, Math.random() < badShare));
      dots = [...dots, ...born].filter(({ bornMs }) => nowMs - bornMs < travelMs);
      draw(nowMs);
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return {
    feed: (model) => {
      const { total, bad } = feltNow(model);
      rate = total;
      badShare = total === 0 ? 0 : bad / total;
      scene = sceneOf(canvas, users, tiles());
      drawLines(lines, scene);
      if (!reduced.matches || dots.length === 0) return;
      dots = [];
      draw(performance.now());
    },
    stop: () => {
      rate = 0;
    },
  };
}

/** What a frame needs of the document, which is not asked for it in every one of them. */
type Scene = {
  readonly width: number;
  readonly height: number;
  readonly source: Point;
  readonly tiers: readonly (readonly Stop[])[];
  readonly line: string;
  readonly good: string;
  readonly bad: string;
  readonly scale: number;
};

function sceneOf(canvas: HTMLCanvasElement, users: Element, placed: readonly Placed[]): Scene {
  const tiers = tiersOf(placed, canvas);
  const source = centreOf(users, canvas, 'bottom');
  return {
    ...{ ...fit(canvas), source, tiers, line: cssColour('--line') },
    ...{ good: cssColour('--accent'), bad: cssColour('--bad'), scale: typeScale() },
  };
}

function fit(canvas: HTMLCanvasElement): { readonly width: number; readonly height: number } {
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.setTransform(scale, 0, 0, scale, 0, 0);
  }
  return { width, height };
}

function centreOf(element: Element, canvas: Element, edge: 'top' | 'bottom'): Point {
  const [box, frame] = [element.getBoundingClientRect(), canvas.getBoundingClientRect()];
  return { x: box.left - frame.left + box.width / 2, y: box[edge] - frame.top };
}

type Stop = { readonly top: Point; readonly bottom: Point };

/** What serves, tier by tier; of a replica set the primary alone takes the requests. */
function tiersOf(placed: readonly Placed[], canvas: Element): readonly (readonly Stop[])[] {
  const serving = placed.filter(({ tile }) => tile.state === 'serving');
  const groups = [...new Set(serving.map(({ tile }) => tile.group))];
  return groups
    .map((name) => serving.filter(({ tile }) => tile.group === name))
    .map((tier) => {
      const primaries = tier.filter(({ tile }) => tile.instance?.role === 'primary');
      return tier[0]?.tile.kind === 'data' ? primaries : tier;
    })
    .filter((tier) => tier.length > 0)
    .map((tier) =>
      tier.map(({ element }) => ({
        top: centreOf(element, canvas, 'top'),
        bottom: centreOf(element, canvas, 'bottom'),
      })),
    );
}

function drawLines(canvas: HTMLCanvasElement, { source, tiers, line }: Scene): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { width, height } = fit(canvas);
  context.clearRect(0, 0, width, height);
  context.strokeStyle = line;
  context.lineWidth = 1;
  context.beginPath();
  let from: readonly Point[] = [source];
  for (const tier of tiers) {
    for (const start of from)
      for (const { top } of tier) {
        const middle = (start.y + top.y) / 2;
        context.moveTo(start.x, start.y);
        context.bezierCurveTo(start.x, middle, top.x, middle, top.x, top.y);
      }
    from = tier.map(({ bottom }) => bottom);
  }
  context.stroke();
}

function newDot({ source, tiers }: Scene, bornMs: number, isBad: boolean): Dot {
  const stops = tiers.flatMap((tier) => {
    const stop = tier[Math.floor(Math.random() * tier.length)];
    return stop === undefined ? [] : [stop.top, stop.bottom];
  });
  return { path: [source, ...stops], bornMs, isBad };
}

/** Between tiles a dot is seen; within one it is being worked on. */
function drawDots(
  context: CanvasRenderingContext2D,
  { good, bad, scale }: Scene,
  dots: readonly Dot[],
  nowMs: number,
): void {
  for (const { path, bornMs, isBad } of dots) {
    const hops = Math.floor(path.length / 2);
    const at = ((nowMs - bornMs) / travelMs) * hops;
    const hop = Math.min(hops - 1, Math.floor(at));
    const [from, to] = [path[hop * 2], path[hop * 2 + 1]];
    if (from === undefined || to === undefined) continue;
    const share = at - hop;
    const rest = 1 - share;
    const middle = (from.y + to.y) / 2;
    // The same cubic curve as the line below it.
    const x = from.x * (rest ** 3 + 3 * rest ** 2 * share) + to.x * (share ** 3 + 3 * share ** 2 * rest);
    const y = from.y * rest ** 3 + middle * 3 * rest * share * (rest + share) + to.y * share ** 3;
    const size = (isBad ? 6 : 3) * scale;
    context.fillStyle = isBad ? bad : good;
    context.fillRect(x - size / 2, y - size / 2, size, size);
  }
}
