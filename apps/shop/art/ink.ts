import { darken, gradient, lighten } from './colour.ts';
import type { InkDrawing } from './drawing.ts';

const GLASS =
  'M130 170Q114 178 114 198V314Q114 338 138 338H262Q286 338 286 314V198Q286 178 270 170L238 154V132H162V154Z';
const FLUID = 'M124 214Q200 206 276 214V312Q276 328 260 328H140Q124 328 124 312Z';

function drawSwash(colour: string): string {
  return `<path d="M34 306C92 262 128 340 196 300S318 262 370 296" fill="none" stroke="${colour}" stroke-width="30" stroke-linecap="round" opacity=".88"/>
<path d="M40 318C96 282 132 352 200 314S320 280 362 306" fill="none" stroke="${darken(colour, 0.3)}" stroke-width="5" stroke-linecap="round" opacity=".5"/>
<circle cx="336" cy="236" r="7" fill="${colour}" opacity=".85"/><circle cx="356" cy="222" r="3.5" fill="${colour}" opacity=".85"/>`;
}

function drawLabel(text: string): string {
  return `<rect x="142" y="232" width="116" height="68" rx="3" fill="#f6f0e2"/>
<rect x="147" y="237" width="106" height="58" rx="2" fill="none" stroke="#8d7c5c" stroke-width="1"/>
<text x="200" y="268" text-anchor="middle" font-family="Palatino, Georgia, serif" font-size="${text.length > 8 ? 16 : 19}" font-style="italic" fill="#2b2620">${text}</text>
<text x="200" y="285" text-anchor="middle" font-family="Palatino, Georgia, serif" font-size="8" letter-spacing="1.6" fill="#6d6048">QUILL &amp; CO</text>`;
}

/** A bottle in front of a stroke of its ink. */
export function drawInk(drawing: InkDrawing): string {
  const { colour } = drawing;
  return `<defs>${gradient('fluid', 'across', [
    [0, darken(colour, 0.35)],
    [0.2, lighten(colour, 0.14)],
    [0.6, colour],
    [1, darken(colour, 0.45)],
  ])}${gradient('lid', 'across', [
    [0, '#17181b'],
    [0.25, '#5a5c63'],
    [0.55, '#2b2c31'],
    [1, '#121316'],
  ])}</defs>
${drawSwash(colour)}
<ellipse cx="204" cy="341" rx="96" ry="9" opacity=".16"/>
<path d="${GLASS}" fill="#eef4f6" opacity=".9"/>
<path d="${FLUID}" fill="url(#fluid)"/>
<path d="${GLASS}" fill="none" stroke="#9fb0b8" stroke-width="2"/>
<path d="M124 196V316" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".55"/>
<path d="M272 204V262" stroke="#fff" stroke-width="3" stroke-linecap="round" opacity=".4"/>
<rect x="152" y="86" width="96" height="50" rx="8" fill="url(#lid)"/>
<path d="M152 104H248M152 120H248" stroke="#000" stroke-opacity=".35" stroke-width="1.5"/>
${drawLabel(drawing.label)}`;
}
