const channels = (hex: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** Two `#rrggbb` colours mixed in sRGB; `share` (0 to 1) is the part of the second. */
export function mix(first: string, second: string, share: number): string {
  const other = channels(second);
  const mixed = channels(first).map((value, index) => value + ((other[index] ?? value) - value) * share);
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

export const lighten = (colour: string, share: number): string => mix(colour, '#ffffff', share);
export const darken = (colour: string, share: number): string => mix(colour, '#000000', share);

type Stop = readonly [offset: number, colour: string];

/** A linear gradient definition: across (left to right) or down. */
export function gradient(id: string, direction: 'across' | 'down', stops: readonly Stop[]): string {
  const end = direction === 'across' ? 'x2="1" y2="0"' : 'x2="0" y2="1"';
  const marks = stops.map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`).join('');
  return `<linearGradient id="${id}" x1="0" y1="0" ${end}>${marks}</linearGradient>`;
}

/** Light on a round body lying on its side: bright near the top, dark at the bottom. */
export function cylinder(id: string, colour: string): string {
  return gradient(id, 'down', [
    [0, darken(colour, 0.12)],
    [0.22, lighten(colour, 0.42)],
    [0.42, colour],
    [0.78, darken(colour, 0.28)],
    [1, darken(colour, 0.45)],
  ]);
}
