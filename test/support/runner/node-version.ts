const LEAST = [22, 18] as const;

/**
 * Node takes the types out of TypeScript by itself from 22.18 on.
 *
 * @returns What to tell the user, or null when the version will do.
 * @example explainOldNode('20.20.2')
 */
export function explainOldNode(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return null;
  return (
    `[inkling] [node] this is Node ${version}, and ${LEAST.join('.')} is the least: ` +
    'run "npm ci", then "npm test", which brings its own Node; or install a newer one.'
  );
}
