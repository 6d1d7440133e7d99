<?php
/**
 * Inkling's place in the menu of the admin, and its pages.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Adds the pages, and lets the one that is asked for take what was sent to it before anything is printed. */
final class Admin_Menu {

	public const TODAY    = 'inkling';
	public const MESSAGES = 'inkling-messages';
	public const SETTINGS = 'inkling-settings';

	/** Called by the settings, on pages of the admin only. */
	public static function hook(): void {
		add_action( 'admin_menu', array( self::class, 'add_pages' ) );
		add_action( 'admin_enqueue_scripts', array( self::class, 'add_style' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( PLUGIN_FILE ), array( self::class, 'add_link' ) );
	}

	/** One menu of three pages. */
	public static function add_pages(): void {
		$can = Settings::CAPABILITY;
		add_menu_page( __( 'Inkling', 'inkling' ), __( 'Inkling', 'inkling' ), $can, self::TODAY, array( Today::class, 'render' ), 'dashicons-lightbulb', 58 );
		add_submenu_page( self::TODAY, __( 'Today', 'inkling' ), __( 'Today', 'inkling' ), $can, self::TODAY, array( Today::class, 'render' ) );
		foreach (
			array(
				self::MESSAGES => array( __( 'Messages', 'inkling' ), Messages_Page::class ),
				self::SETTINGS => array( __( 'Settings', 'inkling' ), Settings_Page::class ),
			) as $slug => $page
		) {
			$hook = add_submenu_page( self::TODAY, $page[0], $page[0], $can, $slug, array( $page[1], 'render' ) );
			if ( is_string( $hook ) ) {
				add_action( 'load-' . $hook, array( $page[1], 'take' ) );
			}
		}
	}

	/**
	 * Address of one of the pages.
	 *
	 * @param string $slug One of the constants.
	 */
	public static function url( string $slug ): string {
		return admin_url( 'admin.php?page=' . $slug );
	}

	/**
	 * The style of our pages, on no other.
	 *
	 * @param string $hook Name of the page that is shown.
	 */
	public static function add_style( string $hook ): void {
		if ( false !== strpos( $hook, self::TODAY ) ) {
			wp_enqueue_style( 'inkling-admin', plugins_url( 'assets/admin.css', PLUGIN_FILE ), array(), VERSION );
		}
	}

	/**
	 * A link beside the plugin in the list of plugins.
	 *
	 * @param array $links Those that are there.
	 * @return array
	 */
	public static function add_link( array $links ): array {
		$link = '<a href="' . esc_url( self::url( self::SETTINGS ) ) . '">' . esc_html__( 'Settings', 'inkling' ) . '</a>';
		array_unshift( $links, $link );
		return $links;
	}

	/**
	 * Ends a request that may not change anything here.
	 *
	 * @param string $act The nonce's name.
	 * @return bool Whether the form was sent at all.
	 */
	public static function is_sent( string $act ): bool {
		$method = isset( $_SERVER['REQUEST_METHOD'] ) ? sanitize_key( wp_unslash( $_SERVER['REQUEST_METHOD'] ) ) : 'get';
		if ( 'post' !== $method ) {
			return false;
		}
		check_admin_referer( $act );
		if ( ! current_user_can( Settings::CAPABILITY ) ) {
			wp_die( esc_html__( 'You may not change this: ask an administrator of the site.', 'inkling' ), 403 );
		}
		return true;
	}
}
