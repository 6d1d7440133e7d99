import { cylinder, darken, lighten } from './colour.ts';
import type { Metal, PenDrawing } from './drawing.ts';

const METALS: Readonly<Record<Metal, string>> = { steel: '#b4b9bf', gold: '#c8a04a' };

type Body = { readonly length: number; readonly barrel: string };

/** Lies on the x axis with its end at 0 and its nib pointing right. */
function drawBody({ length, barrel }: Body): string {
  const end = length;
  const section = end + 46;
  return `${barrel}
<rect x="${end}" y="-18" width="6" height="36" fill="url(#metal)"/>
<path d="M${end + 6} -15L${section} -10Q${section + 4} -9 ${section + 4} -6V6Q${section + 4} 9 ${section} 10L${end + 6} 15Z" fill="url(#grip)"/>
<path d="M${section + 4} -9C${section + 22} -13 ${section + 36} -8 ${section + 62} 0C${section + 36} 8 ${section + 22} 13 ${section + 4} 9Z" fill="url(#metal)"/>
<path d="M${section + 27} 0H${section + 62}" stroke="#3b3326" stroke-width="1.1"/>
<circle cx="${section + 26}" cy="0" r="2.6" fill="#3b3326"/>`;
}

function barrelPath(length: number): string {
  return `M0 0C0 -12 12 -16 30 -17L${length} -18V18L30 17C12 16 0 12 0 0Z`;
}

function drawBarrel(drawing: PenDrawing, length: number): string {
  const shape = barrelPath(length);
  if (drawing.clear === undefined) return `<path d="${shape}" fill="url(#barrel)"/>`;
  return `<path d="${shape}" fill="url(#barrel)" opacity=".45"/>
<rect x="70" y="-11" width="${length - 76}" height="22" rx="3" fill="url(#fluid)"/>
<rect x="52" y="-11" width="14" height="22" rx="2" fill="#20242a"/>
<path d="M14 -9Q40 -13 ${length - 4} -13" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" opacity=".75"/>
<path d="${shape}" fill="none" stroke="${darken(drawing.colour, 0.35)}" stroke-width="1.4"/>`;
}

function drawCap(length: number): string {
  return `<path d="M0 -19H${length - 22}C${length - 6} -18 ${length} -10 ${length} 0C${length} 10 ${length - 6} 18 ${length - 22} 19H0Q-3 19 -3 16V-16Q-3 -19 0 -19Z" fill="url(#cap)"/>
<rect x="0" y="-19.5" width="7" height="39" fill="url(#metal)"/>
<path d="M${length - 14} -21Q${length - 24} -27 ${length - 36} -26H36Q26 -26 26 -22Q26 -18.5 32 -19.500L${length - 16} -19Z" fill="url(#metal)"/>
<circle cx="30" cy="-21" r="4" fill="url(#metal)"/>`;
}

/** A fountain pen, open, with its cap beside it. */
export function drawPen(drawing: PenDrawing): string {
  const length = drawing.short === true ? 168 : 222;
  const capLength = drawing.short === true ? 138 : 126;
  const capColour = drawing.cap ?? drawing.colour;
  const at = drawing.short === true ? 'translate(70 246) rotate(-34)' : 'translate(44 262) rotate(-34)';
  const clear = drawing.clear === undefined ? '' : cylinder('fluid', drawing.clear);
  return `<defs>${cylinder('barrel', drawing.colour)}${cylinder('cap', capColour)}${clear}
${cylinder('metal', METALS[drawing.metal])}${cylinder('grip', drawing.clear === undefined ? darken(drawing.colour, 0.55) : lighten('#20242a', 0.08))}</defs>
<g opacity=".13" transform="translate(8 18)"><path transform="${at}" d="${barrelPath(length)}"/>
<path transform="${at}" d="M${length} -16L${length + 50} -10L${length + 108} 0L${length + 50} 10L${length} 16Z"/>
<rect transform="translate(176 338) rotate(-34)" x="-3" y="-19" width="${capLength}" height="38" rx="16"/></g>
<g transform="${at}">${drawBody({ length, barrel: drawBarrel(drawing, length) })}</g>
<g transform="translate(176 338) rotate(-34)">${drawCap(capLength)}</g>`;
}
