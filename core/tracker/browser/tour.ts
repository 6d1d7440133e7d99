/** The tour file, loaded with the first tour of a page. */
import { handOver } from './hand-over.ts';
import type { Part } from './treatments/parts.ts';
import { showTour } from './treatments/tour.ts';

/** Of treatments/tour.css, put here by the build. */
declare const STYLES: string;

const part: Part = { styles: STYLES, open: (tools) => ({ tour: showTour(tools) }) };

handOver(part);
