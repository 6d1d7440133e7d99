/** What the plugin's PHP knows of core: whom it takes for a robot, and which events there are. Built, so that it cannot differ. */
import { getPattern } from 'isbot';
import { SPEC } from '../../core/events/spec.ts';

const OPENING = `<?php
/**
 * Built by integrations/wordpress/generated.ts.
 *
 * @package Inkling
 */

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;
`;

/** The pattern of core/collect/bots.ts, as PHP reads it: there a hyphen behind a class of characters has to be escaped. */
export function botsFile(): string {
  const pattern = getPattern()
    .source.replaceAll('~', '\\~')
    .replaceAll(/(\\[dws])-/g, '$1\\-');
  return `${OPENING}\nreturn ${quote(`~${pattern}~i`)};\n`;
}

/** Of each event of core's table its properties. Objects that hold anything are left out. */
export function knownEventsFile(): string {
  const lines = [...SPEC].map(([name, { properties }]) => {
    const names = Object.entries(properties)
      .filter(([, type]) => type !== 'object')
      .map(([property]) => quote(property));
    return `\t${quote(name)} => array( ${names.join(', ')} ),`;
  });
  return `${OPENING}\nreturn array(\n${lines.join('\n')}\n);\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
