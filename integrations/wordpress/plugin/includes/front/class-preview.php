<?php
/**
 * A look at the site as a visitor of certain segments sees it.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** For administrators only, by a link that nobody else can use. Such a page is kept by no cache, and records nothing. */
final class Preview implements Module {

	private const QUERY = 'inkling_preview';

	/** @var bool|null Whether this page is one, decided once. */
	private static $is_on = null;

	public static function hook(): void {
		add_action( 'template_redirect', array( self::class, 'begin' ), 0 );
	}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}

	/** Keeps such a page out of caches, and says on it what it is. */
	public static function begin(): void {
		if ( ! self::is_on() ) {
			return;
		}
		if ( ! defined( 'DONOTCACHEPAGE' ) ) {
			define( 'DONOTCACHEPAGE', true );
		}
		nocache_headers();
		add_action( 'admin_bar_menu', array( self::class, 'add_note' ), 1000 );
	}

	/** Whether this page is a preview. */
	public static function is_on(): bool {
		if ( null === self::$is_on ) {
			self::$is_on = isset( $_GET[ self::QUERY ], $_GET['_wpnonce'] )
				&& is_user_logged_in()
				&& current_user_can( Settings::CAPABILITY )
				&& false !== wp_verify_nonce( sanitize_key( wp_unslash( $_GET['_wpnonce'] ) ), self::QUERY );
		}
		return self::$is_on;
	}

	/**
	 * Address of a preview.
	 *
	 * @param string[] $segments Keys of segments that the visitor is said to be in.
	 */
	public static function url( array $segments ): string {
		return wp_nonce_url( add_query_arg( self::QUERY, rawurlencode( implode( ',', $segments ) ), home_url( '/' ) ), self::QUERY );
	}

	/**
	 * What the page's script is told.
	 *
	 * @return array{segments: string[]}
	 */
	public static function config(): array {
		$text = isset( $_GET[ self::QUERY ] ) ? sanitize_text_field( wp_unslash( $_GET[ self::QUERY ] ) ) : '';
		$keys = array_map( 'sanitize_key', array_slice( explode( ',', $text ), 0, 20 ) );
		return array( 'segments' => array_values( array_filter( $keys ) ) );
	}

	/**
	 * Says in the bar above the page what is seen.
	 *
	 * @param \WP_Admin_Bar $bar The bar.
	 */
	public static function add_note( \WP_Admin_Bar $bar ): void {
		$bar->add_node(
			array(
				'id'    => 'inkling-preview',
				/* translators: %s: names of segments. */
				'title' => esc_html( sprintf( __( 'As seen by: %s', 'inkling' ), implode( ', ', array_map( array( Segment_Names::class, 'name' ), self::config()['segments'] ) ) ) ),
				'href'  => Admin_Menu::url( Admin_Menu::TODAY ),
			)
		);
	}
}
