<?php
/**
 * How a message puts several products into the shop's cart.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** A line in front of our script, the same for everybody; what it needs for the Store API is loaded when somebody presses the button. */
final class Woo_Cart_Script {

	/** With places for the file's address and the Store API's. */
	private const LISTENER = 'document.addEventListener("inkling:add-to-cart",function(e){if(!e.defaultPrevented){e.preventDefault();e.detail.waitUntil(import(%1$s).then(function(m){return m.addToCart(e.detail.items,%2$s)}))}});';

	public static function hook(): void {
		add_action( 'wp_enqueue_scripts', array( self::class, 'add' ), 20 );
	}

	/** Adds it to pages that have our script. */
	public static function add(): void {
		if ( wp_script_is( Assets::HANDLE, 'enqueued' ) ) {
			wp_add_inline_script( Assets::HANDLE, self::listener( plugins_url( 'assets/woo-cart.js', PLUGIN_FILE ) . '?ver=' . VERSION, rest_url( 'wc/store/v1/' ) ), 'before' );
		}
	}

	private static function listener( string $file, string $api ): string {
		return sprintf( self::LISTENER, self::literal( $file ), self::literal( $api ) );
	}

	private static function literal( string $text ): string {
		return (string) wp_json_encode( $text, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES );
	}
}
