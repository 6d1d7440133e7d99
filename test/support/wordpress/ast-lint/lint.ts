/** Rules that ask for a tree: what PHP_CodeSniffer's own sniffs cannot tell. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNewer } from './age-rule.ts';
import { findForeignTexts, findLocalAddresses, findLongFunctions, findOpenRoutes } from './house-rules.ts';
import { findRawInput } from './input-rule.ts';
import { findUnescaped } from './output-rule.ts';
import { findUnpreparedSql } from './sql-rule.ts';
import { type Finding, type PhpFile, parsePhp } from './tree.ts';

const RULES: Readonly<Record<string, (file: PhpFile) => readonly Finding[]>> = {
  output: findUnescaped,
  input: findRawInput,
  sql: findUnpreparedSql,
  age: findNewer,
  texts: findForeignTexts,
  routes: findOpenRoutes,
  addresses: findLocalAddresses,
  length: findLongFunctions,
};

/**
 * What is wrong with the `.php` files of a plugin.
 *
 * @returns `path:line: message (rule)`, one for each.
 * @example expect(lintTrees('integrations/wordpress/plugin')).toEqual([])
 */
export function lintTrees(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.php'),
  );
  if (paths.length === 0) throw new Error(`${folder} holds no PHP`);
  return paths.sort().flatMap((path) => lintPhpText(path, readFileSync(join(folder, path), 'utf8')));
}

/** The same for one file. @example lintPhpText('a.php', '<?php echo $a;') // ['a.php:1: is printed … (output)'] */
export function lintPhpText(path: string, text: string): readonly string[] {
  const file = parsePhp(path, text);
  return Object.entries(RULES).flatMap(([rule, find]) =>
    find(file).map(({ line, message }) => `${path}:${line}: ${message} (${rule})`),
  );
}
