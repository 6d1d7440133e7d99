/** The menu of the app in the admin's own side bar: App Bridge reads it and shows it there. */
import type {} from '@shopify/app-bridge-types';

type AdminNavigationProps = { readonly links: readonly { readonly href: string; readonly label: string }[] };

/** The first is what the app opens with; the admin shows it under the app's name. */
export function AdminNavigation({ links }: AdminNavigationProps) {
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
