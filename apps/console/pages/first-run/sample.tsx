/** Sample data: made, looked at and removed; and what says of every page that it shows such. */
import { type ReactNode, useCallback, useState } from 'react';
import type { SampleAnswer } from '../../api/answers/first-run.ts';
import { useLive } from '../../ui/live.ts';
import { Banner, Button, ButtonLink, Card, Inline, ProgressBar, Stack, Text } from '../../ui/ui.ts';
import { FIRST_RUN } from '../../words/first-run.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';

const EVERY_MS = 1_000;

type Removed = { readonly rows: number };

/** For the first run and for settings; nothing where this console shows no sample. @example <SampleCard /> */
export function SampleCard() {
  const { site } = useConsole();
  return site.otherHref === undefined || site.isSample === true ? null : <Sample href={site.otherHref} />;
}

function Sample({ href }: { readonly href: string }) {
  const { api, notify } = useConsole();
  const words = useWords(FIRST_RUN).sample;
  const format = useFormat();
  const wordFault = useFaultWords();
  const [fault, setFault] = useState<string | null>(null);
  const ask = useCallback(() => api.get<SampleAnswer>('/v1/sample'), [api]);
  const { value, put } = useLive(ask, EVERY_MS);
  const { state = 'none', progress = 0 } = value ?? {};
  const make = async (): Promise<void> => {
    const made = await api.send<SampleAnswer>('POST', '/v1/sample', {});
    if (made.ok) put(made.value);
    setFault(made.ok ? null : wordFault(made.fault));
  };
  const remove = async (): Promise<void> => {
    const removed = await api.send<Removed>('DELETE', '/v1/sample');
    setFault(removed.ok ? null : wordFault(removed.fault));
    if (!removed.ok) return;
    put({ state: 'none', progress: 0 });
    notify(words.removed(format.count(removed.value.rows)));
  };
  return (
    <Card title={words.title}>
      <Text>{words.text}</Text>
      {state === 'filling' && (
        <Stack>
          <Text>{words.filling(format.share(progress))}</Text>
          <ProgressBar share={progress} label={words.title} />
        </Stack>
      )}
      {fault !== null && <Text look="bad">{fault}</Text>}
      <Inline>
        {state === 'none' ? (
          <Button onPress={() => void make()} isDisabled={value === null}>
            {words.make}
          </Button>
        ) : (
          <>
            {state === 'ready' && <ButtonLink href={href}>{words.look}</ButtonLink>}
            <Button onPress={() => void remove()}>{words.remove}</Button>
          </>
        )}
      </Inline>
    </Card>
  );
}

/** Around every page: in a sample each says so, and how to leave it. @example <WithSampleBanner><Page /></WithSampleBanner> */
export function WithSampleBanner({ children }: { readonly children: ReactNode }) {
  const { site } = useConsole();
  if (site.isSample !== true) return children;
  return (
    <Stack gap="wide">
      <SampleBanner back={site.otherHref ?? '/'} />
      {children}
    </Stack>
  );
}

function SampleBanner({ back }: { readonly back: string }) {
  const { api } = useConsole();
  const words = useWords(FIRST_RUN).sample;
  const wordFault = useFaultWords();
  const [fault, setFault] = useState<string | null>(null);
  const remove = async (): Promise<void> => {
    const removed = await api.send<Removed>('DELETE', '/v1/sample');
    if (removed.ok) location.assign(back);
    else setFault(wordFault(removed.fault));
  };
  return (
    <Banner tone="warning" title={words.banner}>
      <Text>{words.bannerText}</Text>
      {fault !== null && <Text look="bad">{fault}</Text>}
      <Inline>
        <ButtonLink href={back}>{words.back}</ButtonLink>
        <Button onPress={() => void remove()}>{words.remove}</Button>
      </Inline>
    </Banner>
  );
}
