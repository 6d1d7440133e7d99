/** Each way, step by step, with what is copied. */
import type { ReactNode } from 'react';
import { CopyText } from '../../ui/copy.tsx';
import { Steps } from '../../ui/steps.tsx';
import { Stack, Text } from '../../ui/ui.ts';
import { type Place, type SnippetName, type Way, writeSnippets } from '../../view-models/install.ts';
import { INSTALL } from '../../words/install.ts';
import { useConsole, useWords } from '../console.ts';

type StepWords = { readonly title: string; readonly text: string };
type Copied = { readonly label: string; readonly text: string };
type Line = readonly [words: StepWords, ...copied: readonly Copied[]];

export function Guide({ way, place }: { readonly way: Way; readonly place: Place }) {
  const lines = useGuide(place)[way];
  return (
    <Steps
      steps={lines.map(([words, ...copied]) => ({
        key: words.title,
        content: (
          <OneStep words={words}>
            {copied.map(({ label, text }) => (
              <Snippet key={text} label={label} text={text} />
            ))}
          </OneStep>
        ),
      }))}
    />
  );
}

function OneStep({ words, children }: { readonly words: StepWords; readonly children: ReactNode }) {
  return (
    <Stack>
      <Text as="h3" look="strong">
        {words.title}
      </Text>
      <Text>{words.text}</Text>
      {children}
    </Stack>
  );
}

function Snippet({ label, text }: Copied) {
  const { notify } = useConsole();
  const { copy, copied, marked } = useWords(INSTALL);
  return (
    <CopyText
      label={label}
      text={text}
      copy={copy}
      onCopied={(isCopied) => notify(isCopied ? copied : marked)}
    />
  );
}

function useGuide(place: Place): Readonly<Record<Way, readonly Line[]>> {
  const { any, shopify, wordpress, segment, connect } = useWords(INSTALL);
  const snippets = writeSnippets(place);
  const step = (words: StepWords, name: SnippetName): Line => [
    words,
    { label: words.title, text: snippets[name] },
  ];
  const address = { label: connect.address, text: place.origin };
  return {
    any: [
      step(any.tracker, 'tracker'),
      step(any.consent, 'consent'),
      step(any.products, 'product'),
      step(any.orders, 'order'),
      step(any.privacy, 'privacy'),
      step(any.policy, 'policy'),
    ],
    shopify: [
      [shopify.account],
      step(shopify.link, 'shopifyLink'),
      step(shopify.deploy, 'shopifyDeploy'),
      step(shopify.start, 'shopifyEnv'),
      [shopify.open],
    ],
    wordpress: [
      step(wordpress.zip, 'wordpressZip'),
      [wordpress.upload],
      [wordpress.connect, address, { label: connect.writeKey, text: place.writeKey }],
      [wordpress.check],
    ],
    segment: [
      [segment.consent],
      step(segment.browser, 'browser'),
      step(segment.node, 'node'),
      [segment.cloud, address, { label: connect.siteId, text: place.siteId }],
    ],
  };
}
