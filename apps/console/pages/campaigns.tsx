/** Campaigns: the list, what to start from, one of them, and the builder. */

import { CampaignPage } from './campaigns/campaign.tsx';
import { Editor } from './campaigns/editor.tsx';
import { Gallery } from './campaigns/gallery.tsx';
import { CampaignList } from './campaigns/list.tsx';
import { useConsole } from './console.ts';

/** No campaign has this key: it is an address of the API. */
const TEMPLATES = 'templates';
const BLANK = 'blank';

export default function CampaignsPage() {
  const { rest } = useConsole();
  const [first, second] = rest;
  if (first === undefined) return <CampaignList />;
  if (first === TEMPLATES) return second === BLANK ? <Editor campaign={null} /> : <Gallery />;
  return second === 'edit' ? (
    <Editor key={first} campaign={first} />
  ) : (
    <CampaignPage key={first} campaign={first} />
  );
}
