/** Files that most visits never need: each is one function, handed over on the element that loads it, not on the page. */
import { guard } from './listen.ts';
import { collector, page } from './site.ts';

/** Loads `/t/<name>.js` and uses its function; when it cannot be loaded, nothing happens. */
export function load<Use>(name: string, use: (loaded: Use) => void): void {
  const script: HTMLScriptElement & { use?: Use } = page.createElement('script');
  script.src = `${collector}/t/${name}.js`;
  script.onload = guard(() => script.use && use(script.use));
  page.head.append(script);
}
