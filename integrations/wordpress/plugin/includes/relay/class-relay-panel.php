<?php
/**
 * The connection on the page of the settings.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** How sending goes, and what an administrator can do about it. */
final class Relay_Panel {

	/** Of the page's links, and of their nonce. */
	private const ACT = 'inkling_relay';

	/** Shows itself below the fields of the server. */
	public static function hook(): void {
		add_action( 'inkling_settings_server', array( self::class, 'render' ) );
		add_action( 'admin_post_' . self::ACT, array( self::class, 'act' ) );
	}

	/** What was clicked, and back to the page. */
	public static function act(): void {
		check_admin_referer( self::ACT );
		if ( ! current_user_can( 'manage_options' ) ) {
			wp_die( esc_html__( 'You may not change the settings of this site.', 'inkling' ), '', array( 'response' => 403 ) );
		}
		$what = isset( $_GET['what'] ) ? sanitize_key( wp_unslash( $_GET['what'] ) ) : '';
		if ( 'test' === $what ) {
			Relay_State::note( array( 'last_test' => Relay::test()['message'] ) );
		} elseif ( 'resend' === $what ) {
			Relay::resend();
		} elseif ( 'disconnect' === $what ) {
			Relay::disconnect();
		}
		wp_safe_redirect( admin_url( 'admin.php?page=inkling-settings' ) . '#inkling-server' );
		exit;
	}

	/** Nothing where there is no server. */
	public static function render(): void {
		$status = Relay::status();
		if ( ! $status['connected'] ) {
			return;
		}
		echo '<div class="inkling-relay"><ul>';
		foreach ( self::lines( $status ) as $line ) {
			echo '<li>' . esc_html( $line ) . '</li>';
		}
		echo '</ul><p>';
		self::console();
		self::link( 'test', __( 'Test the connection', 'inkling' ), 'button' );
		if ( $status['dead'] > 0 ) {
			echo ' ';
			self::link( 'resend', __( 'Send again what was given up', 'inkling' ), 'button' );
		}
		echo '</p><details><summary>' . esc_html__( 'Disconnect…', 'inkling' ) . '</summary><p>';
		/* translators: %d: number of posts. */
		echo esc_html( sprintf( __( 'Address and keys go, and with them %d posts that the server has not got yet. Pages work by the plugin’s own rules again.', 'inkling' ), $status['waiting'] + $status['dead'] ) ) . ' ';
		self::link( 'disconnect', __( 'Disconnect now', 'inkling' ), 'button button-link-delete' );
		echo '</p></details></div>';
	}

	/** The server's own pages: whoever opens them signs in there with the secret key, which no address may carry. */
	private static function console(): void {
		printf(
			'<a class="button button-primary" href="%1$s" target="_blank" rel="noopener noreferrer">%2$s</a> ',
			esc_url( Server::connection()['server'] . '/console' ),
			esc_html__( 'Open the console (new window)', 'inkling' )
		);
	}

	/**
	 * How it stands, in words.
	 *
	 * @param array $status Of the relay.
	 * @return string[]
	 */
	private static function lines( array $status ): array {
		$lines = array();
		$test  = Relay_State::read()['last_test'] ?? '';
		if ( '' !== $test ) {
			/* translators: %s: what came of it. */
			$lines[] = sprintf( __( 'Last test: %s', 'inkling' ), $test );
		}
		/* translators: %s: how long ago. */
		$lines[] = $status['last_success'] > 0 ? sprintf( __( 'Last taken by the server: %s ago.', 'inkling' ), human_time_diff( $status['last_success'] ) ) : __( 'The server has not taken anything yet.', 'inkling' );
		if ( '' !== $status['last_error'] ) {
			/* translators: %s: what went wrong. */
			$lines[] = sprintf( __( 'Last fault: %s', 'inkling' ), $status['last_error'] );
		}
		if ( $status['waiting'] > 0 ) {
			/* translators: 1: number of posts, 2: how long. */
			$lines[] = sprintf( __( '%1$d posts wait, the oldest for %2$s.', 'inkling' ), $status['waiting'], human_time_diff( intdiv( $status['oldest'], 1000 ) ) );
		}
		if ( $status['dead'] > 0 ) {
			/* translators: %d: number of posts. */
			$lines[] = sprintf( __( '%d posts were given up: the server was away for a day, or has no use for them.', 'inkling' ), $status['dead'] );
		}
		$reasons = array(
			/* translators: %d: number of posts. */
			'denied'  => __( '%d posts were not sent, since their visitors declined.', 'inkling' ),
			/* translators: %d: number of posts. */
			'full'    => __( '%d posts found no room.', 'inkling' ),
			/* translators: %d: number of events. */
			'refused' => __( '%d events were refused by the server.', 'inkling' ),
		);
		foreach ( array_intersect_key( $reasons, $status['dropped'] ) as $why => $text ) {
			$lines[] = sprintf( $text, $status['dropped'][ $why ] );
		}
		return $lines;
	}

	/**
	 * A link that does something, once.
	 *
	 * @param string $what  It does.
	 * @param string $label It says.
	 * @param string $style Its classes.
	 */
	private static function link( string $what, string $label, string $style ): void {
		$url = wp_nonce_url( admin_url( 'admin-post.php?action=' . self::ACT . '&what=' . $what ), self::ACT );
		printf( '<a class="%1$s" href="%2$s">%3$s</a>', esc_attr( $style ), esc_url( $url ), esc_html( $label ) );
	}
}
