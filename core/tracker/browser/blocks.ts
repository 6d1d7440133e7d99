/** The blocks file, loaded with the first content or trust signals of a page. */
import { handOver } from './hand-over.ts';
import { showContent, showTrust } from './treatments/blocks.ts';
import type { Part } from './treatments/parts.ts';

/** Of treatments/blocks.css, put here by the build. */
declare const STYLES: string;

const part: Part = {
  styles: STYLES,
  open: (tools) => ({ content: showContent(tools), trust: showTrust(tools) }),
};

handOver(part);
