/** What a request shows of its sender. It lives for one request; only what is derived from it goes on. */

export type Circumstances = {
  /** Already cut to /24 or /48 (address.ts). */
  readonly addressPrefix: string;
  readonly userAgent: string;
  readonly acceptLanguage: string;
  /** `Sec-GPC: 1`. */
  readonly gpc: boolean;
  /** `DNT: 1`. */
  readonly dnt: boolean;
  /** `Sec-Purpose` as sent. */
  readonly purpose: string;
  /** ISO 3166-1 alpha-2 from a trusted proxy, else empty. */
  readonly country: string;
  /** Origin of the page, as the browser says it in `Origin`; else empty. */
  readonly origin: string;
  /** The whole address: compared with property values so that none keeps it, never stored. */
  readonly address: string;
};

export type DeviceClass = 'desktop' | 'mobile' | 'tablet' | 'other';

/** Coarse class from the user agent; the string itself goes no further. */
export function deviceClass(userAgent: string): DeviceClass {
  if (/iPad|Tablet|PlayBook|Silk|Android(?!.*Mobile)/i.test(userAgent)) return 'tablet';
  if (/Mobi|iPhone|iPod|Android/i.test(userAgent)) return 'mobile';
  if (/Windows NT|Macintosh|X11|CrOS|Linux/i.test(userAgent)) return 'desktop';
  return 'other';
}
