/**
 * Whether a refusal's place exists in what was sent. The last part may be missing: that can be the fault.
 *
 * @example findPlace({ e: [{ n: '' }] }, 'e[0].n') // true
 */
export function findPlace(sent: unknown, at: string): boolean {
  const parts = [...at.matchAll(/\["((?:[^"\\]|\\.)*)"\]|[^.[\]]+/g)].map(([part, quoted]): string =>
    quoted === undefined ? part : JSON.parse(`"${quoted}"`),
  );
  const last = parts.pop();
  let value = sent;
  for (const part of parts) {
    if (!isContainer(value) || !Object.hasOwn(value, part)) return false;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return last === undefined || isContainer(value);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
