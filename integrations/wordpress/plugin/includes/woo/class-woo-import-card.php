<?php
/**
 * Past orders, on the page of settings.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** How far the import is, and the links that begin and end it. */
final class Woo_Import_Card {

	private const ACTION = 'inkling_woo_import';

	public static function hook(): void {
		add_action( 'inkling_settings_shop', array( self::class, 'render' ) );
		add_action( 'admin_post_' . self::ACTION, array( self::class, 'act' ) );
	}

	/** Shows it. */
	public static function render(): void {
		$progress = Woo_Import::progress();
		$is_on    = 'running' === $progress['state'];
		printf(
			'<p class="inkling-import"><strong>%1$s</strong> %2$s <a class="button" href="%3$s">%4$s</a></p>',
			esc_html__( 'Past orders', 'inkling' ),
			esc_html( self::say( $progress ) ),
			esc_url( self::link( $is_on ? 'cancel' : 'start' ) ),
			esc_html( $is_on ? __( 'Stop', 'inkling' ) : __( 'Take them in', 'inkling' ) )
		);
	}

	/** Begins or ends it. */
	public static function act(): void {
		check_admin_referer( self::ACTION );
		if ( ! current_user_can( Settings::CAPABILITY ) ) {
			wp_die( esc_html__( 'You may not do that.', 'inkling' ), '', array( 'response' => 403 ) );
		}
		$what = isset( $_GET['what'] ) ? sanitize_key( wp_unslash( $_GET['what'] ) ) : '';
		if ( 'start' === $what ) {
			Woo_Import::start();
		} elseif ( 'cancel' === $what ) {
			Woo_Import::cancel();
		}
		wp_safe_redirect( wp_get_referer() ? wp_get_referer() : admin_url() );
		exit;
	}

	private static function link( string $what ): string {
		return wp_nonce_url( admin_url( 'admin-post.php?action=' . self::ACTION . '&what=' . $what ), self::ACTION );
	}

	private static function say( array $progress ): string {
		switch ( $progress['state'] ) {
			case 'running':
				/* translators: 1: orders so far, 2: orders in all. */
				$text = __( '%1$s of %2$s are in, it goes on by itself.', 'inkling' );
				break;
			case 'cancelled':
				/* translators: 1: orders so far, 2: orders in all. */
				$text = __( 'Stopped after %1$s of %2$s.', 'inkling' );
				break;
			case 'done':
				/* translators: 1: orders so far, 2: orders in all. */
				$text = __( '%1$s are in.', 'inkling' );
				break;
			default:
				return __( 'Not taken in yet.', 'inkling' );
		}
		return sprintf( $text, number_format_i18n( $progress['done'] ), number_format_i18n( $progress['total'] ) );
	}
}
