import { artPath, type Choice, colourOf, type Product } from '../product.ts';
import { drawBlotter, drawConverter, drawRoll, drawWax } from './accessory.ts';
import { mix } from './colour.ts';
import type { Drawing, PlainDrawing } from './drawing.ts';
import { drawInk } from './ink.ts';
import { drawFeather, drawLetters, drawNotebook, drawPad, drawStack } from './paper.ts';
import { drawPen } from './pen.ts';

const OPEN = '<svg xmlns="http://www.w3.org/2000/svg"';

const PLAIN: Readonly<Record<PlainDrawing['kind'], (colour: string) => string>> = {
  letters: drawLetters,
  pad: drawPad,
  stack: drawStack,
  converter: drawConverter,
  roll: drawRoll,
  blotter: drawBlotter,
  wax: drawWax,
};

function drawShape(drawing: Drawing): string {
  switch (drawing.kind) {
    case 'pen':
      return drawPen(drawing);
    case 'ink':
      return drawInk(drawing);
    case 'notebook':
      return drawNotebook(drawing);
    default:
      return PLAIN[drawing.kind](drawing.colour);
  }
}

function drawProduct(product: Product, choice: Choice | undefined): string {
  const colour = choice?.colour ?? product.drawing.colour;
  const tile = mix('#f1ebdf', colour, 0.09);
  return `${OPEN} viewBox="0 0 400 400" width="400" height="400"><rect width="400" height="400" fill="${tile}"/>
${drawShape({ ...product.drawing, colour })}</svg>`;
}

/** The shop's mark: a feather on a blot. */
function drawMark(): string {
  return `${OPEN} viewBox="0 0 64 64" width="64" height="64"><circle cx="32" cy="32" r="31" fill="#1e3f66"/>
<g transform="translate(32 32) scale(.82)">${drawFeather('#f6f0e2', 1)}</g></svg>`;
}

/** The landing page's picture: a pen that has just drawn its line across the page. */
function drawHero(): string {
  const line =
    'M28 352C70 300 96 300 98 336S132 372 156 330S196 290 202 328S236 366 262 322S300 290 308 322S344 350 392 306';
  return `${OPEN} viewBox="0 0 640 480" width="640" height="480"><rect width="640" height="480" fill="#efe8da"/>
<g transform="rotate(-3 320 240)"><rect x="-20" y="96" width="520" height="420" rx="6" opacity=".08"/><rect x="-30" y="84" width="520" height="420" rx="4" fill="#fbf8f1"/>
${[160, 208, 256, 304, 352, 400, 448].map((y) => `<path d="M-30 ${y}H490" stroke="#c9d3da" stroke-width="1"/>`).join('')}
<path d="${line}" fill="none" stroke="#1e3f66" stroke-width="5" stroke-linecap="round"/>
<path d="M40 232C64 200 82 250 104 222S150 212 160 232M182 228C206 196 220 246 246 220S286 214 300 230" fill="none" stroke="#1e3f66" stroke-width="3.4" stroke-linecap="round" opacity=".8"/>
<circle cx="420" cy="408" r="10" fill="#1e3f66"/><circle cx="440" cy="424" r="4" fill="#1e3f66"/></g>
<g transform="translate(460 -120) rotate(-68) scale(-1.3 1.3)">${drawPen({ kind: 'pen', colour: '#7c2f3e', metal: 'gold' })}</g></svg>`;
}

/** Every picture of these products in each of its colours, by file name; each an SVG document of its own. */
export function drawAll(products: readonly Product[]): ReadonlyMap<string, string> {
  const pictures = products.flatMap((product) => {
    const colours = product.options.flatMap((option) =>
      option.choices.filter((choice) => colourOf([choice])),
    );
    return [undefined, ...colours].map(
      (colour) => [artPath(product, colour), drawProduct(product, colour)] as const,
    );
  });
  return new Map([...pictures, ['/art/mark.svg', drawMark()], ['/art/hero.svg', drawHero()]]);
}
