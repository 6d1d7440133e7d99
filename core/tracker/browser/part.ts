/** Files that most visits never need: each is one function, handed over on the element that loads it, not on the page. */
import { guard } from './listen.ts';
import { collector, page, site } from './site.ts';

/** Whether the files lie beside the tracker, as files: core/tracker/build.ts says so. */
declare const LOCAL: boolean;

/** Loads `/t/<name>.js`, or the file of that name, and uses its function; when it cannot be loaded, nothing happens. */
export function load<Use>(name: string, use: (loaded: Use) => void): void {
  const script: HTMLScriptElement & { use?: Use } = page.createElement('script');
  script.src = LOCAL ? `${site.f + name}.js?ver=${site.v}` : `${collector}/t/${name}.js`;
  script.onload = guard(() => script.use && use(script.use));
  page.head.append(script);
}
