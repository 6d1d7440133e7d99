<?php
/**
 * Which slots the site's pages have.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * A message that waits for a slot which stands nowhere is shown to nobody, and nothing says so: this tells. What it finds in posts,
 * templates and widgets is kept until one of them changes. Files of a theme are not looked through.
 */
final class Slot_Places implements Module {

	/** What was found; asked for on two pages of the admin alone. */
	private const OPTION = 'inkling_slot_places';

	/** Posts that mention a slot, at most: a site with more of them has its slots. */
	private const MOST_POSTS = 500;

	/** Options of the widgets that hold texts of the merchant. */
	private const WIDGETS = array( 'widget_block', 'widget_text', 'widget_custom_html' );

	/** Slots of shortcodes that name none. */
	private const USUAL = array(
		'newsletter' => 'newsletter',
		'related'    => 'related',
	);

	public static function hook(): void {
		add_action( 'save_post', array( self::class, 'forget' ) );
		add_action( 'deleted_post', array( self::class, 'forget' ) );
		foreach ( array_merge( self::WIDGETS, array( 'sidebars_widgets' ) ) as $option ) {
			add_action( 'update_option_' . $option, array( self::class, 'forget' ) );
			add_action( 'add_option_' . $option, array( self::class, 'forget' ) );
		}
		add_action( 'enqueue_block_editor_assets', array( self::class, 'tell_editor' ) );
	}

	public static function install(): void {}

	public static function pause(): void {
		self::forget();
	}

	public static function uninstall(): void {
		self::forget();
	}

	/** Looks once more the next time. */
	public static function forget(): void {
		delete_option( self::OPTION );
	}

	/** Tells the editor which names a new slot may have: those of messages, first of those that are on. */
	public static function tell_editor(): void {
		wp_add_inline_script( Slots::SCRIPT, 'window.inklingSlots=' . wp_json_encode( array_values( array_unique( self::wanted() ) ), JSON_HEX_TAG ) . ';', 'before' );
	}

	/**
	 * Slots of the messages, by message; of those that are on first.
	 *
	 * @return string[]
	 */
	private static function wanted(): array {
		$found = array(
			'live'  => array(),
			'draft' => array(),
		);
		foreach ( Rules::merged()['campaigns'] as $campaign ) {
			if ( isset( $campaign['trigger']['slot'] ) ) {
				$found[ 'live' === $campaign['state'] ? 'live' : 'draft' ][ $campaign['key'] ] = (string) $campaign['trigger']['slot'];
			}
		}
		return $found['live'] + $found['draft'];
	}

	/**
	 * The slot of a message, where it is one that stands nowhere; else empty.
	 *
	 * @param array $campaign Of the rules.
	 */
	public static function missing( array $campaign ): string {
		$slot = (string) ( $campaign['trigger']['slot'] ?? '' );
		return '' === $slot || in_array( $slot, self::all(), true ) ? '' : $slot;
	}

	/**
	 * What there is to do about a slot that stands nowhere.
	 *
	 * @param string $slot Its name.
	 */
	public static function advice( string $slot ): string {
		/* translators: %s: name of a slot. */
		return sprintf( __( 'The slot “%s” was found in no post, page, template or widget: put the block “Inkling slot” with that name where the message is to stand. Where a file of your theme has it, all is well.', 'inkling' ), $slot );
	}

	/**
	 * Messages that are on and wait for a slot that stands nowhere, as a check of the page "Today"; nothing where there are none.
	 *
	 * @return array[]
	 */
	public static function check(): array {
		$live  = array_filter(
			Rules::merged()['campaigns'],
			static function ( array $campaign ): bool {
				return 'live' === $campaign['state'] && isset( $campaign['trigger']['slot'] );
			}
		);
		$slots = array_unique( array_filter( array_map( array( self::class, 'missing' ), $live ) ) );
		if ( ! $slots ) {
			return array();
		}
		return array(
			'slots' => array(
				'label' => __( 'Messages have their places', 'inkling' ),
				'state' => 'note',
				'text'  => implode( ' ', array_map( array( self::class, 'advice' ), $slots ) ),
			),
		);
	}

	/**
	 * Names of all slots that stand somewhere.
	 *
	 * @return string[]
	 */
	private static function all(): array {
		$known = get_option( self::OPTION );
		if ( is_array( $known ) ) {
			return $known;
		}
		$found = array_values( array_unique( array_filter( array_merge( ...array_map( array( self::class, 'names' ), self::texts() ) ) ) ) );
		update_option( self::OPTION, $found, false );
		return $found;
	}

	/**
	 * Whatever mentions a slot.
	 *
	 * @return string[]
	 */
	private static function texts(): array {
		global $wpdb;
		$texts = $wpdb->get_col(
			$wpdb->prepare(
				"SELECT post_content FROM {$wpdb->posts} WHERE post_status IN ( 'publish', 'private' ) AND ( post_content LIKE %s OR post_content LIKE %s OR post_content LIKE %s ) LIMIT %d",
				'%wp:inkling/slot%',
				'%[inkling\_%',
				'%data-inkling-slot=%',
				self::MOST_POSTS
			)
		);
		foreach ( self::WIDGETS as $option ) {
			$texts[] = implode( "\n", self::flat( get_option( $option ) ) );
		}
		return array_merge( array( '' ), $texts );
	}

	/**
	 * Texts of the widgets of one kind.
	 *
	 * @param mixed $widgets As WordPress keeps them.
	 * @return string[]
	 */
	private static function flat( $widgets ): array {
		$texts = array();
		array_walk_recursive(
			$widgets,
			static function ( $value ) use ( &$texts ): void {
				$texts[] = is_string( $value ) ? $value : '';
			}
		);
		return $texts;
	}

	/**
	 * Names of the slots in one text.
	 *
	 * @param string $text Of a post or a widget.
	 * @return string[]
	 */
	public static function names( string $text ): array {
		$names = array();
		preg_match_all( '/<!--\s+wp:inkling\/slot\s+(\{.*?\})\s+\/?-->/s', $text, $blocks );
		foreach ( $blocks[1] as $json ) {
			$names[] = json_decode( $json, true )['slot'] ?? '';
		}
		preg_match_all( '/(?<!\[)\[inkling_(slot|newsletter|related)\b([^\]]*)\]/', $text, $codes, PREG_SET_ORDER );
		foreach ( $codes as list( , $kind, $written ) ) {
			$given   = shortcode_parse_atts( $written );
			$names[] = is_array( $given ) && isset( $given['id'] ) ? $given['id'] : ( self::USUAL[ $kind ] ?? '' );
		}
		preg_match_all( '/data-inkling-slot=["\']?([\w-]+)/', $text, $places );
		return array_map( array( Slots::class, 'key' ), array_map( 'strval', array_merge( $names, $places[1] ) ) );
	}
}
