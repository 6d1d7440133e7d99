/** The offers file, loaded with the first coupon or survey of a page. */
import { handOver } from './hand-over.ts';
import { showCoupon } from './treatments/coupon.ts';
import type { Part } from './treatments/parts.ts';
import { showSurvey } from './treatments/survey.ts';

/** Of treatments/offers.css, put here by the build. */
declare const STYLES: string;

const part: Part = {
  styles: STYLES,
  open: (tools) => ({ coupon: showCoupon(tools), survey: showSurvey(tools) }),
};

handOver(part);
