/** Inkling's blocks in the editor. Written as browsers read it: there is nothing to build. */
((wp) => {
  const { createElement } = wp.element;
  const { InnerBlocks, InspectorControls, useBlockProps } = wp.blockEditor;
  const { PanelBody, TextControl } = wp.components;
  const { __ } = wp.i18n;

  /** The look that WordPress is on its way to: without these it complains in the console. */
  const AS_NOW = { __next40pxDefaultSize: true, __nextHasNoMarginBottom: true };

  /** Of the messages that wait for one; a name that no message has is better than none. */
  const [usualName = 'article-end'] = window.inklingSlots ?? [];

  const nameOf = (text) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .slice(0, 64);

  const SlotSettings = ({ attributes, setAttributes }) =>
    createElement(
      InspectorControls,
      null,
      createElement(
        PanelBody,
        { title: __('Slot', 'inkling') },
        createElement(TextControl, {
          ...AS_NOW,
          label: __('Name', 'inkling'),
          help: __('The same name as in the message, for example article-end.', 'inkling'),
          value: attributes.slot,
          onChange: (slot) => setAttributes({ slot: nameOf(slot) }),
        }),
        createElement(TextControl, {
          ...AS_NOW,
          label: __('Height kept free, in pixels', 'inkling'),
          help: __(
            'So that nothing moves when a message comes: most take 200. With 0 one comes only where the place is not in sight yet, or what stands in it is tall enough.',
            'inkling',
          ),
          type: 'number',
          min: 0,
          max: 2000,
          value: attributes.height,
          onChange: (height) => setAttributes({ height: Math.max(0, Number.parseInt(height, 10) || 0) }),
        }),
      ),
    );

  const EditSlot = (props) => {
    const label = props.attributes.slot || __('Inkling slot without a name', 'inkling');
    return createElement(
      'div',
      useBlockProps({ style: { border: '1px dashed', padding: '8px' } }),
      createElement(SlotSettings, props),
      createElement('p', { style: { margin: 0, fontSize: '12px' } }, label),
      createElement(InnerBlocks),
    );
  };

  const EditPrivacy = () =>
    createElement(
      'div',
      useBlockProps({ style: { border: '1px dashed', padding: '8px' } }),
      __('Here visitors see what Inkling holds of them, and choose.', 'inkling'),
    );

  wp.blocks.registerBlockType('inkling/slot', {
    edit: EditSlot,
    // What is inserted has a name from the beginning; what was saved without one stays without.
    variations: [{ name: 'slot', isDefault: true, attributes: { slot: usualName } }],
    save: () => createElement(InnerBlocks.Content),
  });
  wp.blocks.registerBlockType('inkling/privacy', { edit: EditPrivacy, save: () => null });
})(window.wp);
