/** How a treatment looks: a frame of our own server, in which the files that real pages load draw it. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReadyMessage, ShowMessage } from '../../preview/message.ts';
import { Checkbox, Inline, Select, Stack, Text } from '../../ui/ui.ts';
import { isFields, type Json } from '../../view-models/campaigns-document.ts';
import { previewOf } from '../../view-models/campaigns-preview.ts';
import { nameLanguageIn } from '../../view-models/campaigns-texts.ts';
import { CAMPAIGN_BUILDER } from '../../words/campaigns-builder.ts';
import { useConsole, useWords } from '../console.ts';
import { type Look, useForm } from './form.ts';

const SIZES = { phone: { width: 375, height: 620 }, desktop: { width: 1100, height: 720 } } as const;
/** What is typed is drawn once there is a pause. */
const PAUSE_MS = 300;

type PreviewProps = { readonly treatment: Json; readonly name: string };

export function Preview({ treatment, name }: PreviewProps) {
  const { preview: words } = useWords(CAMPAIGN_BUILDER);
  const { site } = useConsole();
  const { draft, look } = useForm();
  const [isUsed, setIsUsed] = useState(false);
  const { language, isDark, width } = look;
  const message = useMemo(
    () =>
      previewOf(treatment, {
        ...{ draft, language, isDark, isUsed },
        currency: site.currency,
        standIns: words.standIns,
      }),
    [treatment, draft, language, isDark, isUsed, site, words],
  );
  if (message === null) return <Text look="quiet">{isFields(treatment) ? words.signal : words.control}</Text>;
  return (
    <Stack>
      {/* Anew, with what was closed in it. */}
      <Stage key={String(isUsed)} title={words.frame(name)} message={message} width={width} isUsed={isUsed} />
      <Checkbox label={words.use} help={words.useHelp} isOn={isUsed} onChange={setIsUsed} />
    </Stack>
  );
}

type StageProps = {
  readonly title: string;
  readonly message: ShowMessage;
  readonly width: keyof typeof SIZES;
  /** Else it is a picture, which takes the focus from nobody who writes. */
  readonly isUsed: boolean;
};

function Stage({ title, message, width, isUsed }: StageProps) {
  const { previewHref } = useConsole();
  const frame = useRef<HTMLIFrameElement>(null);
  const size = SIZES[width];
  const { place, scale } = useScale(size.width);
  useShown(frame, message, isUsed);
  useLayoutEffect(() => {
    if (frame.current !== null) frame.current.inert = !isUsed;
  }, [isUsed]);
  return (
    <div
      ref={place}
      className="inkling-stage"
      style={{ height: size.height * scale, maxWidth: size.width + 2 }}
    >
      <iframe
        ref={frame}
        title={title}
        src={previewHref}
        style={{ width: size.width, height: size.height, transform: `scale(${scale})` }}
      />
    </div>
  );
}

/** Tells the frame what to show once it is ready, and after each pause; one that is being used is left alone. */
function useShown(
  frame: React.RefObject<HTMLIFrameElement | null>,
  message: ShowMessage,
  isUsed: boolean,
): void {
  const latest = useRef(message);
  latest.current = message;
  const said = JSON.stringify(message);
  useEffect(() => {
    const show = (): void => frame.current?.contentWindow?.postMessage(latest.current, location.origin);
    const onMessage = ({ source, origin, data }: MessageEvent<ReadyMessage | null>): void => {
      if (source !== frame.current?.contentWindow || origin !== location.origin) return;
      if (data?.type === 'inkling:ready') show();
    };
    addEventListener('message', onMessage);
    return () => removeEventListener('message', onMessage);
  }, [frame]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: by what it says, not by which object says it.
  useEffect(() => {
    if (isUsed) return undefined;
    const timer = setTimeout(
      () => frame.current?.contentWindow?.postMessage(latest.current, location.origin),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [said, isUsed, frame]);
}

/** As large as there is room, and never larger than it is. */
function useScale(width: number) {
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(width);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const measure = (): void => setRoom(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { place, scale: Math.min(1, room / width) };
}

/** Of all frames of a campaign at once. */
export function LookChoices() {
  const { preview: words } = useWords(CAMPAIGN_BUILDER);
  const { locale } = useConsole();
  const { look, setLook, languages } = useForm();
  const set = (change: Partial<Look>): void => setLook({ ...look, ...change });
  return (
    <Stack>
      <Text look="strong">{words.title}</Text>
      <Text look="quiet">{words.note}</Text>
      <Inline isEven>
        <Select
          label={words.width}
          value={look.width}
          options={[
            { value: 'phone', label: words.phone },
            { value: 'desktop', label: words.desktop },
          ]}
          onChange={(width) => set({ width: width === 'desktop' ? 'desktop' : 'phone' })}
        />
        <Select
          label={words.look}
          value={look.isDark ? 'dark' : 'light'}
          options={[
            { value: 'light', label: words.light },
            { value: 'dark', label: words.dark },
          ]}
          onChange={(next) => set({ isDark: next === 'dark' })}
        />
        {languages.length > 1 && (
          <Select
            label={words.language}
            value={look.language}
            options={languages.map((value) => ({ value, label: nameLanguageIn(locale, value) }))}
            onChange={(language) => set({ language })}
          />
        )}
      </Inline>
    </Stack>
  );
}
