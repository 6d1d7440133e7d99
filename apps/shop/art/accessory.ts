import { cylinder, darken, gradient, lighten } from './colour.ts';
import { drawFeather } from './paper.ts';

/** A filled screw converter. */
export function drawConverter(colour: string): string {
  return `<defs>${cylinder('metal', '#b4b9bf')}${cylinder('fluid', colour)}${cylinder('knob', '#2b2c31')}</defs>
<rect transform="translate(70 292) rotate(-34)" x="0" y="-14" width="290" height="40" rx="14" opacity=".12"/>
<g transform="translate(62 276) rotate(-34)">
<rect x="0" y="-15" width="54" height="30" rx="6" fill="url(#knob)"/><path d="M12 -14V14M22 -14V14M32 -14V14M42 -14V14" stroke="#000" stroke-opacity=".4" stroke-width="2"/>
<rect x="54" y="-18" width="40" height="36" rx="2" fill="url(#metal)"/>
<rect x="94" y="-16" width="166" height="32" rx="3" fill="#e8f0f3" stroke="#9fb0b8" stroke-width="1.5"/>
<rect x="136" y="-12" width="122" height="24" fill="url(#fluid)"/><rect x="120" y="-12" width="16" height="24" rx="2" fill="#20242a"/><rect x="94" y="-3" width="28" height="6" fill="#6c727a"/>
<circle cx="170" cy="-3" r="6" fill="${lighten(colour, 0.45)}" opacity=".8"/>
<path d="M100 -10H254" stroke="#fff" stroke-width="3" stroke-linecap="round" opacity=".7"/>
<path d="M260 -14H276L292 -9V9L276 14H260Z" fill="url(#metal)"/></g>`;
}

/** A roll half open, five pens in their pockets. */
export function drawRoll(colour: string): string {
  const pens = ['#44566c', '#7c2f3e', '#b08a3e', '#2d7580', '#26282d'].map((tone, index) => {
    const x = 96 + index * 38;
    return `<rect x="${x}" y="86" width="18" height="128" rx="9" fill="${tone}"/><rect x="${x + 3}" y="92" width="3.5" height="112" rx="2" fill="#fff" opacity=".3"/><rect x="${x + 13}" y="104" width="5" height="44" rx="2.5" fill="#c8a04a"/>`;
  });
  const seams = [87, 125, 163, 201, 239].map(
    (x) =>
      `<path d="M${x + 38} 186V326" stroke="${lighten(colour, 0.3)}" stroke-width="1.5" stroke-dasharray="5 4"/>`,
  );
  return `<defs>${gradient('rolled', 'across', [
    [0, darken(colour, 0.15)],
    [0.35, lighten(colour, 0.2)],
    [1, darken(colour, 0.45)],
  ])}</defs>
<rect x="72" y="82" width="270" height="264" rx="8" opacity=".13"/>
<rect x="62" y="68" width="262" height="266" rx="8" fill="${lighten(colour, 0.5)}"/>
${pens.join('')}
<path d="M62 182H324V326Q324 334 316 334H70Q62 334 62 326Z" fill="${colour}"/><path d="M62 190H324" stroke="${lighten(colour, 0.35)}" stroke-width="1.5" stroke-dasharray="5 4"/>${seams.join('')}
<rect x="296" y="58" width="56" height="286" rx="26" fill="url(#rolled)"/>
<rect x="292" y="186" width="64" height="20" rx="3" fill="#6b4630"/><rect x="316" y="183" width="18" height="26" rx="3" fill="none" stroke="#c8a04a" stroke-width="3"/>`;
}

/** A rocker blotter on its curve. */
export function drawBlotter(colour: string): string {
  const grain = [0, 14, 28].map(
    (dy) =>
      `<path d="M92 ${196 + dy}C150 ${188 + dy} 240 ${206 + dy} 308 ${194 + dy}" fill="none" stroke="${darken(colour, 0.35)}" stroke-opacity=".55" stroke-width="2"/>`,
  );
  return `<defs>${gradient('wood', 'down', [
    [0, lighten(colour, 0.18)],
    [1, darken(colour, 0.25)],
  ])}${gradient('brass', 'across', [
    [0, '#8f6c22'],
    [0.35, '#efd48c'],
    [1, '#8a681f'],
  ])}</defs>
<ellipse cx="204" cy="338" rx="96" ry="10" opacity=".16"/>
<path d="M70 236Q200 420 330 236Z" fill="#f3ecdd" stroke="#c9bfa8" stroke-width="2"/>
<path d="M84 232Q200 396 316 232Z" fill="url(#wood)"/>
<rect x="66" y="178" width="268" height="58" rx="10" fill="url(#wood)"/>${grain.join('')}
<rect x="66" y="226" width="268" height="10" rx="5" fill="${darken(colour, 0.4)}" opacity=".7"/>
<rect x="186" y="138" width="28" height="42" fill="url(#brass)"/><ellipse cx="200" cy="178" rx="24" ry="7" fill="url(#brass)"/>
<ellipse cx="200" cy="116" rx="36" ry="32" fill="url(#brass)"/><ellipse cx="190" cy="104" rx="12" ry="8" fill="#fff" opacity=".45"/>`;
}

/** A stick of wax, a seal and its print. */
export function drawWax(colour: string): string {
  return `<defs>${cylinder('wax', colour)}${cylinder('handle', '#6b4630')}${cylinder('brass', '#c8a04a')}</defs>
<g opacity=".13" transform="translate(8 14)"><rect transform="translate(60 196) rotate(-24)" width="236" height="34" rx="6"/><circle cx="262" cy="282" r="66"/></g>
<g transform="translate(58 196) rotate(-24)"><rect width="236" height="34" rx="6" fill="url(#wax)"/><rect x="60" y="-1" width="64" height="36" fill="#f6f0e2"/><path d="M70 12H114M70 22H100" stroke="#8d7c5c" stroke-width="2"/></g>
<g transform="translate(66 318) rotate(-24)"><rect width="94" height="40" rx="19" fill="url(#handle)"/><path d="M86 4H106V36H86Z" fill="url(#brass)"/><rect x="104" y="-6" width="22" height="52" rx="4" fill="url(#brass)"/></g>
<path d="M262 214C290 210 304 226 318 240C334 256 332 276 328 296C322 322 300 338 274 344C246 350 222 340 208 320C194 300 192 276 202 254C212 232 236 216 262 214Z" fill="${colour}"/>
<circle cx="264" cy="280" r="47" fill="${darken(colour, 0.14)}"/><circle cx="264" cy="280" r="47" fill="none" stroke="${lighten(colour, 0.3)}" stroke-opacity=".7" stroke-width="2"/>
<path d="M212 262C218 240 238 226 258 224" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".35"/>
<g transform="translate(264 280) scale(1.05)">${drawFeather(lighten(colour, 0.6), 0.9)}</g>`;
}
