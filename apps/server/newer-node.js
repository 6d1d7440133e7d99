/**
 * Ends a Node that cannot run the program, and says which one can. Plain JavaScript, since such a Node reads no types.
 * https://nodejs.org/api/process.html#processfeaturestypescript
 */
if (!process.features.typescript) {
  process.stderr.write(
    `[inkling] [node] ${process.execPath} is Node ${process.versions.node}, and 22.18 or newer is needed: ` +
      'install that, or use node_modules/.bin/node, which npm ci brings for Linux and Windows.\n',
  );
  process.exit(1);
}
