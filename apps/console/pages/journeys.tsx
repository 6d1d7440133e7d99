/** Where visitors stop on their way to an order, what led to orders, and what goes with staying. */
import { Page } from '../ui/ui.ts';
import { JOURNEYS } from '../words/journeys.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';
import { Attribution, useAttribution } from './journeys/attribution.tsx';
import { Drops, useDrops } from './journeys/drops.tsx';
import { Signals } from './journeys/signals.tsx';
import { Loaded } from './loaded.tsx';

export default function JourneysPage() {
  const shell = useWords(SHELL);
  const words = useWords(JOURNEYS);
  const { live: drops, ...asked } = useDrops();
  const { live, days, setAsked } = useAttribution();
  /** Whoever tries again means all of the page. */
  const look = (): void => {
    drops.look();
    live.look();
  };
  return (
    <Page title={shell.pages.journeys} intro={words.intro}>
      <Loaded live={{ ...drops, look }}>
        {(stops) => (
          <>
            <Drops answer={stops} {...asked} />
            {/* What comes later comes below. */}
            <Loaded live={live}>
              {(answer) => (
                <>
                  <Attribution answer={answer} days={days} setAsked={setAsked} />
                  <Signals />
                </>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}
