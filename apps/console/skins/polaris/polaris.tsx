/**
 * The skin of the Shopify admin. Polaris may be used inside that admin and nowhere else: its licence says so, and no other
 * skin or page imports it.
 */
import { AppProvider } from '@shopify/polaris';
import {
  type ComponentProps,
  createContext,
  type MouseEvent,
  type MouseEventHandler,
  type ReactNode,
  useContext,
} from 'react';
import type { FrameProps, Skin } from '../../ui/skin.ts';
import { Badge, Banner, ProgressBar, Rows, Skeleton, Table, Toast } from './display.tsx';
import { Button, ButtonLink, Checkbox, Field, Link, Modal, Select, TextArea } from './input.tsx';
import { Card, EmptyState, Inline, Page, Stack, Text } from './layout.tsx';

type Dictionary = ComponentProps<typeof AppProvider>['i18n'];

const FollowContext = createContext<FrameProps['onFollow']>(() => false);

/** What Polaris calls a link: ours are followed without loading the document anew. */
type LinkLike = {
  readonly url: string;
  readonly external?: boolean;
  readonly children?: ReactNode;
  /** Of Polaris' own: its buttons bring one where they are links, too. */
  readonly onClick?: MouseEventHandler<HTMLAnchorElement> | undefined;
};

function FollowingLink({ url, external, children, onClick, ...rest }: LinkLike) {
  const onFollow = useContext(FollowContext);
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (isPlain && external !== true && onFollow(url)) event.preventDefault();
  };
  return (
    <a {...rest} href={url} onClick={follow}>
      {children}
    </a>
  );
}

/** The words that Polaris itself says, in one of our languages. */
async function loadDictionary(locale: string): Promise<Dictionary> {
  const loaded =
    locale === 'de'
      ? await import('@shopify/polaris/locales/de.json', { with: { type: 'json' } })
      : await import('@shopify/polaris/locales/en.json', { with: { type: 'json' } });
  return loaded.default;
}

/** @example const skin = await loadPolarisSkin('de') */
export async function loadPolarisSkin(locale: string): Promise<Skin> {
  const dictionary = await loadDictionary(locale);
  const Frame = ({ onFollow, children }: FrameProps) => (
    <FollowContext.Provider value={onFollow}>
      <AppProvider i18n={dictionary} linkComponent={FollowingLink}>
        {children}
      </AppProvider>
    </FollowContext.Provider>
  );
  return {
    Frame,
    Page,
    Card,
    Stack,
    Inline,
    Text,
    Button,
    Link,
    ButtonLink,
    Banner,
    Badge,
    Rows,
    Table,
    ProgressBar,
    Field,
    TextArea,
    Select,
    Checkbox,
    EmptyState,
    Skeleton,
    Modal,
    Toast,
  };
}
