import { darken, gradient, lighten } from './colour.ts';
import type { NotebookDrawing } from './drawing.ts';

/** The shop's feather, as it is pressed into covers and wax; about 60 units high around 0, 0. */
export function drawFeather(colour: string, opacity: number): string {
  return `<g fill="none" stroke="${colour}" stroke-opacity="${opacity}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">
<path d="M-18 30C-8 8 4 -10 18 -28C22 -8 14 10 -4 16C-8 17 -11 18 -13 19"/><path d="M-6 8L8 4M-1 -1L14 -8M6 -11L18 -18"/></g>`;
}

function cover(id: string, colour: string): string {
  return gradient(id, 'across', [
    [0, lighten(colour, 0.06)],
    [0.5, colour],
    [1, darken(colour, 0.18)],
  ]);
}

/** A bound book, upright or wide, lying a little turned. */
export function drawNotebook(drawing: NotebookDrawing): string {
  const { colour } = drawing;
  const [width, height] = drawing.wide === true ? [272, 200] : [192, 264];
  const [x, y] = [200 - width / 2, 196 - height / 2];
  const elastic = `<rect x="${x + width - 30}" y="${y}" width="8" height="${height}" fill="${darken(colour, 0.5)}"/>`;
  const ribbon = (at: number, tone: string): string =>
    `<path d="M${x + at} ${y + height - 4}V${y + height + 30}L${x + at + 5} ${y + height + 24}L${x + at + 10} ${y + height + 30}V${y + height - 4}Z" fill="${tone}"/>`;
  return `<defs>${cover('cover', colour)}</defs>
<g transform="rotate(-7 200 196)">
<rect x="${x + 10}" y="${y + 16}" width="${width}" height="${height}" rx="12" opacity=".14"/>
${ribbon(54, '#c9a24a')}${drawing.elastic === true ? ribbon(74, darken(colour, 0.25)) : ''}
<rect x="${x + 4}" y="${y + 5}" width="${width}" height="${height}" rx="9" fill="#efe7d6"/>
<path d="M${x + 12} ${y + height + 1.5}H${x + width - 2}M${x + 12} ${y + height + 3.5}H${x + width - 2}" stroke="#b9ad94" stroke-width=".8"/>
<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="url(#cover)"/>
<path d="M${x + 10} ${y}H${x + 24}V${y + height}H${x + 10}Q${x} ${y + height} ${x} ${y + height - 10}V${y + 10}Q${x} ${y} ${x + 10} ${y}Z" fill="${darken(colour, 0.3)}"/>
<path d="M${x + 27} ${y + 3}V${y + height - 3}" stroke="${lighten(colour, 0.3)}" stroke-opacity=".5" stroke-width="1.2"/>
${drawing.elastic === true ? elastic : ''}
<g transform="translate(${x + width / 2 + 8} ${y + height / 2})">${drawFeather(lighten(colour, 0.55), 0.75)}</g>
</g>`;
}

/** Sheets of laid paper under an envelope with a lined flap. */
export function drawLetters(colour: string): string {
  const paper = lighten(colour, 0.55);
  const edge = darken(colour, 0.2);
  const rules = [120, 140, 160, 180].map(
    (y) =>
      `<path d="M118 ${y}H${y === 180 ? 210 : 268}" stroke="#3a4a5f" stroke-opacity=".5" stroke-width="2" stroke-linecap="round"/>`,
  );
  return `<g transform="rotate(5 200 200)"><rect x="100" y="82" width="196" height="250" rx="3" fill="${lighten(colour, 0.35)}" stroke="${edge}" stroke-opacity=".5"/></g>
<g transform="rotate(-4 200 200)"><rect x="96" y="76" width="196" height="250" rx="3" fill="${paper}" stroke="${edge}" stroke-opacity=".6"/>${rules.join('')}</g>
<rect x="78" y="216" width="256" height="146" rx="5" opacity=".13"/>
<rect x="70" y="204" width="256" height="146" rx="5" fill="${colour}" stroke="${edge}"/>
<path d="M71 346L170 268M325 346L226 268" stroke="${edge}" stroke-width="1.5"/>
<path d="M71 207L198 296L325 207Z" fill="${lighten(colour, 0.16)}" stroke="${edge}" stroke-width="1.5" stroke-linejoin="round"/>
<circle cx="198" cy="292" r="17" fill="#7c2f3e"/><g transform="translate(198 292) scale(.36)">${drawFeather('#f3dcd9', 0.95)}</g>`;
}

/** A block of sheets with one corner lifting. */
export function drawPad(colour: string): string {
  const dots = Array.from({ length: 9 }, (_, row) =>
    Array.from(
      { length: 8 },
      (_, column) => `<circle cx="${112 + column * 25}" cy="${136 + row * 24}" r="1.5"/>`,
    ).join(''),
  );
  return `<g transform="rotate(-5 200 200)">
<rect x="96" y="78" width="226" height="274" rx="4" opacity=".14"/>
<rect x="90" y="72" width="224" height="270" rx="4" fill="#d8d0bf"/>
<rect x="88" y="68" width="224" height="270" rx="4" fill="#ece5d6"/>
<path d="M86 64H310V300L276 334H86Z" fill="#fbf8f1"/>
<path d="M310 300L276 334Q282 310 276 298Q292 306 310 300Z" fill="#d9d0bd"/>
<g fill="#7f8c99" fill-opacity=".75">${dots.join('')}</g>
<path d="M112 158C132 140 142 176 160 158S196 146 214 158M112 206C140 190 150 222 178 206" fill="none" stroke="#1e3f66" stroke-width="3" stroke-linecap="round"/>
<rect x="84" y="56" width="228" height="40" rx="4" fill="${colour}"/><rect x="84" y="86" width="228" height="10" fill="${darken(colour, 0.25)}"/></g>`;
}

/** Three thin books, fanned. */
export function drawStack(colour: string): string {
  const book = (colour: string, degrees: number): string => `<g transform="rotate(${degrees} 200 330)">
<rect x="132" y="86" width="148" height="232" rx="7" opacity=".14"/>
<rect x="128" y="78" width="148" height="232" rx="7" fill="${colour}"/>
<path d="M128 86V302" stroke="${darken(colour, 0.35)}" stroke-width="6"/><path d="M131 150V170M131 220V240" stroke="#d8dadd" stroke-width="2.2"/>
<rect x="160" y="116" width="84" height="46" rx="2" fill="#f6f0e2"/><path d="M170 134H234M170 147H216" stroke="#8d7c5c" stroke-width="1.5"/></g>`;
  return `<g>${book('#2d7580', -16)}${book('#7c2f3e', 0)}${book(colour, 16)}</g>`;
}
