/** The menu of the app in the admin's own side bar: App Bridge reads it and shows it there. */
import type {} from '@shopify/app-bridge-types';
import { useEffect } from 'react';

type AdminNavigationProps = {
  readonly links: readonly { readonly href: string; readonly label: string }[];
  /** Somebody chose one of them there. The same function at every drawing. */
  readonly onChoose: (href: string) => void;
};

/** The first is what the app opens with; the admin shows it under the app's name. */
export function AdminNavigation({ links, onChoose }: AdminNavigationProps) {
  useEffect(() => {
    const onMenu = ({ target }: Event): void => {
      const href = target instanceof Element ? target.getAttribute('href') : null;
      if (href !== null) onChoose(href);
    };
    document.addEventListener('shopify:navigate', onMenu);
    return () => document.removeEventListener('shopify:navigate', onMenu);
  }, [onChoose]);
  return (
    <s-app-nav>
      {links.map(({ href, label }, index) => (
        <a key={href} href={href} {...(index === 0 && { rel: 'home' })}>
          {label}
        </a>
      ))}
    </s-app-nav>
  );
}
