/** The products file, loaded with the first comparison table or bundle of a page. */
import { handOver } from './hand-over.ts';
import { showBundle } from './treatments/bundle.ts';
import { showComparison } from './treatments/comparison.ts';
import type { Part } from './treatments/parts.ts';

/** Of treatments/products.css, put here by the build. */
declare const STYLES: string;

const part: Part = {
  styles: STYLES,
  open: (tools) => ({ comparison: showComparison(tools), bundle: showBundle(tools) }),
};

handOver(part);
