/** An export as an answer over HTTP, and as the pieces that the command line writes. */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { VisitorExport } from '../../../core/privacy/export/read-export.ts';
import { writeExportJson } from '../../../core/privacy/export/write-json.ts';
import { liveDefinitions, NO_CATALOG } from '../../../core/segments/catalog.ts';
import type { Answer } from '../answer.ts';
import { ANSWER_POLICY, type DocumentOptions, writeExportHtml } from './document.ts';

export const EXPORT_FORMATS = ['json', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const TYPES: Readonly<Record<ExportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

/** What is left out is JSON. */
export function readFormat(text: string | null | undefined): Outcome<ExportFormat> {
  const format = EXPORT_FORMATS.find((known) => known === (text ?? 'json'));
  return format === undefined ? refuse('invalid_value', 'format', 'write json or html') : accept(format);
}

/** @example for await (const piece of writeExport(found, 'html', { language: 'de', nameOf })) … */
export function writeExport(
  found: VisitorExport,
  format: ExportFormat,
  options: DocumentOptions,
): AsyncIterable<string> {
  return format === 'json' ? writeExportJson(found) : writeExportHtml(found, options);
}

/** Names that the shop gave; a key is its own business. */
export function namesOf(
  { segments, campaigns }: Pick<Engine, 'segments' | 'campaigns'>,
  site: SiteId,
): DocumentOptions['nameOf'] {
  const definitions = liveDefinitions(segments.of(site)?.catalog ?? NO_CATALOG);
  return (kind, key) =>
    (kind === 'segment' ? definitions.get(key)?.name : campaigns.get(site, key)?.campaign.name) ?? null;
}

/** A file to keep: it is read no faster than it is taken, and nothing of it runs where it is opened. */
export function exportAnswer(found: VisitorExport, format: ExportFormat, options: DocumentOptions): Answer {
  return {
    status: 200,
    body: null,
    stream: (response) => void send(response, writeExport(found, format, options), format),
  };
}

async function send(
  response: ServerResponse,
  pieces: AsyncIterable<string>,
  format: ExportFormat,
): Promise<void> {
  response.writeHead(200, {
    'content-type': TYPES[format],
    'content-disposition': `attachment; filename="my-data.${format}"`,
    'content-security-policy': ANSWER_POLICY,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  try {
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), response);
  } catch {
    // Cut off: whoever reads sees that the end is missing, and nothing else can be told any more.
    response.destroy();
  }
}
