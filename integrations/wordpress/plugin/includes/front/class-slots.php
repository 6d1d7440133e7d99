<?php
/**
 * Places in pages where messages may stand.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * As blocks and as shortcodes. A page comes with what everybody sees in such a place, the same for all, so that any cache
 * may keep it; a script puts a message there for those whom it is for. Without scripts it stays as it came.
 */
final class Slots implements Module {

	public const SCRIPT   = 'inkling-blocks';
	private const PRIVACY = 'inkling-privacy';

	/** The tallest place that is kept free, in pixels. */
	private const MOST_HEIGHT = 2000;

	/** Links below a text, at most. */
	private const MOST_POSTS = 10;

	public static function hook(): void {
		add_action( 'init', array( self::class, 'register' ) );
	}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}

	/** Registers blocks and shortcodes. */
	public static function register(): void {
		$needs = array( 'wp-blocks', 'wp-element', 'wp-block-editor', 'wp-components', 'wp-i18n' );
		wp_register_script( self::SCRIPT, plugins_url( 'assets/editor.js', PLUGIN_FILE ), $needs, VERSION, true );
		wp_set_script_translations( self::SCRIPT, 'inkling', dirname( PLUGIN_FILE ) . '/languages' );
		wp_register_script(
			self::PRIVACY,
			plugins_url( 'assets/privacy.js', PLUGIN_FILE ),
			array( Assets::HANDLE ),
			VERSION,
			array(
				'strategy'  => 'defer',
				'in_footer' => true,
			)
		);
		$folder = dirname( PLUGIN_FILE ) . '/blocks/';
		register_block_type( $folder . 'slot', array( 'render_callback' => array( self::class, 'render_block' ) ) );
		register_block_type( $folder . 'privacy', array( 'render_callback' => array( self::class, 'render_privacy' ) ) );
		add_shortcode( 'inkling_slot', array( self::class, 'render_shortcode' ) );
		add_shortcode( 'inkling_newsletter', array( self::class, 'render_newsletter' ) );
		add_shortcode( 'inkling_related', array( self::class, 'render_related' ) );
		add_shortcode( 'inkling_privacy', array( self::class, 'render_privacy' ) );
	}

	/**
	 * The block: a slot around the blocks in it.
	 *
	 * @param array  $attributes `slot`, `height`, `className`, `align`.
	 * @param string $content    The blocks in it, rendered.
	 */
	public static function render_block( array $attributes, string $content ): string {
		$classes = array( $attributes['className'] ?? '', isset( $attributes['align'] ) ? 'align' . $attributes['align'] : '' );
		return self::slot( (string) ( $attributes['slot'] ?? '' ), (int) ( $attributes['height'] ?? 0 ), $content, implode( ' ', $classes ) );
	}

	/**
	 * `[inkling_slot id="article-end" height="120"]What everybody sees[/inkling_slot]`
	 *
	 * @param array|string $attributes As written.
	 * @param string|null  $content    Between the tags.
	 */
	public static function render_shortcode( $attributes, ?string $content = null ): string {
		$given = shortcode_atts(
			array(
				'id'     => '',
				'height' => '0',
			),
			$attributes,
			'inkling_slot'
		);
		return self::slot( $given['id'], (int) $given['height'], self::inside( $content ) );
	}

	/**
	 * `[inkling_newsletter url="/newsletter" label="Subscribe"]We write on Fridays.[/inkling_newsletter]`
	 *
	 * @param array|string $attributes As written.
	 * @param string|null  $content    Between the tags.
	 */
	public static function render_newsletter( $attributes, ?string $content = null ): string {
		$given     = shortcode_atts(
			array(
				'id'     => 'newsletter',
				'height' => '0',
				'url'    => '',
				'label'  => __( 'Subscribe', 'inkling' ),
			),
			$attributes,
			'inkling_newsletter'
		);
		$link_html = '' === $given['url'] ? '' : sprintf( '<p><a class="inkling-newsletter" href="%s">%s</a></p>', esc_url( $given['url'] ), esc_html( $given['label'] ) );
		return self::slot( $given['id'], (int) $given['height'], self::inside( $content ) . $link_html );
	}

	/**
	 * `[inkling_related count="3"]`: posts of the same category, newest first, until a message says something better.
	 *
	 * @param array|string $attributes As written.
	 */
	public static function render_related( $attributes ): string {
		$given = shortcode_atts(
			array(
				'id'     => 'related',
				'height' => '0',
				'count'  => '3',
			),
			$attributes,
			'inkling_related'
		);
		$posts = self::related( max( 1, min( self::MOST_POSTS, (int) $given['count'] ) ) );
		$html  = '';
		foreach ( $posts as $post ) {
			$html .= sprintf( '<li><a href="%s">%s</a></li>', esc_url( get_permalink( $post ) ), esc_html( get_the_title( $post ) ) );
		}
		return self::slot( $given['id'], (int) $given['height'], '' === $html ? '' : '<ul class="inkling-related">' . $html . '</ul>' );
	}

	/** The privacy element; without scripts, where to ask instead. */
	public static function render_privacy(): string {
		wp_enqueue_script( self::PRIVACY );
		$policy_html = get_the_privacy_policy_link( '<p>', '</p>' );
		return '<div data-inkling-privacy><p>' . esc_html__( 'Here you see what is held of you and choose what may be, once scripts are allowed in your browser.', 'inkling' ) . '</p>' . wp_kses_post( $policy_html ) . '</div>';
	}

	/**
	 * A place with what everybody sees in it. It holds its height, so that nothing moves when a message comes.
	 *
	 * @param string $name    Of the slot; without one it is no slot, and only what is in it is shown.
	 * @param int    $height  In pixels; 0 keeps nothing free.
	 * @param string $html    What is in it: of an author who may write HTML.
	 * @param string $classes Further classes.
	 */
	private static function slot( string $name, int $height, string $html, string $classes = '' ): string {
		$key = self::key( $name );
		if ( '' === $key ) {
			return $html;
		}
		$style_html = $height > 0 ? sprintf( ' style="min-height:%dpx"', min( self::MOST_HEIGHT, $height ) ) : '';
		$opens_html = sprintf( '<div class="%s" data-inkling-slot="%s"%s>', esc_attr( trim( 'inkling-slot ' . $classes ) ), esc_attr( $key ), $style_html );
		// One element, whatever is in it: a message takes its place, and gives it back.
		$own_html = '' === trim( $html ) ? '' : '<div class="inkling-slot-own">' . $html . '</div>';
		return $opens_html . $own_html . '</div>';
	}

	/**
	 * The name of a slot as pages have it; empty for none.
	 *
	 * @param string $name As written.
	 */
	public static function key( string $name ): string {
		$key = substr( (string) preg_replace( '/[^a-z0-9-]+/', '-', strtolower( $name ) ), 0, 64 );
		return '' === trim( $key, '-' ) ? '' : $key;
	}

	/**
	 * What stands between the tags of a shortcode, with the shortcodes in it.
	 *
	 * @param string|null $content As written.
	 */
	private static function inside( ?string $content ): string {
		// WordPress makes paragraphs of a post before it knows shortcodes: those that it cut in two are put right.
		$whole = preg_replace( '#^\s*(</p>|<br\s*/?>)\s*|\s*(<p>|<br\s*/?>)\s*$#', '', (string) $content );
		return do_shortcode( wp_kses_post( (string) $whole ) );
	}

	/**
	 * Newest posts of the same categories, without the one that is read.
	 *
	 * @param int $count How many.
	 * @return \WP_Post[]
	 */
	private static function related( int $count ): array {
		$post = get_post();
		if ( ! $post instanceof \WP_Post || 'post' !== $post->post_type ) {
			return array();
		}
		$found = get_posts(
			array(
				'category__in'           => wp_get_post_categories( $post->ID ),
				'posts_per_page'         => $count + 1,
				// Of those of one second, databases put any one first.
				'orderby'                => array(
					'date' => 'DESC',
					'ID'   => 'DESC',
				),
				'no_found_rows'          => true,
				'update_post_meta_cache' => false,
			)
		);
		$other = array_filter(
			$found,
			static function ( \WP_Post $one ) use ( $post ): bool {
				return $one->ID !== $post->ID;
			}
		);
		return array_slice( array_values( $other ), 0, $count );
	}
}
