<?php
/**
 * Tests of Inkling on WordPress's page of the site's health.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Direct tests ask nobody. The two that send a request to the site itself run only while somebody looks at the page, never by cron. */
final class Health implements Module {

	private const LIMIT_SECONDS = 10;

	/** Checks that are worth a test of their own. */
	private const DIRECT = array( 'folder', 'cron', 'rules', 'cache', 'server' );

	public static function hook(): void {
		add_filter( 'site_status_tests', array( self::class, 'add' ) );
		add_action( 'rest_api_init', array( self::class, 'add_routes' ) );
	}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}

	/**
	 * Adds the tests.
	 *
	 * @param array $tests Those of WordPress and others.
	 * @return array
	 */
	public static function add( array $tests ): array {
		foreach ( self::DIRECT as $key ) {
			$tests['direct'][ 'inkling_' . $key ] = array(
				'label' => __( 'Inkling', 'inkling' ),
				'test'  => static function () use ( $key ): array {
					return self::result( $key, Checks::all()[ $key ] );
				},
			);
		}
		foreach ( array( 'collect', 'outside' ) as $key ) {
			$tests['async'][ 'inkling_' . $key ] = array(
				'label'     => __( 'Inkling', 'inkling' ),
				'test'      => rest_url( 'inkling/v1/health/' . $key ),
				'has_rest'  => true,
				'skip_cron' => true,
			);
		}
		return $tests;
	}

	/** Routes of the tests that send a request. */
	public static function add_routes(): void {
		foreach ( array( 'collect', 'outside' ) as $key ) {
			register_rest_route(
				'inkling/v1',
				'/health/' . $key,
				array(
					'methods'             => 'GET',
					'callback'            => static function () use ( $key ): array {
						return self::result( $key, 'collect' === $key ? self::collect() : self::outside() );
					},
					'permission_callback' => static function (): bool {
						return current_user_can( 'view_site_health_checks' ) && current_user_can( Settings::CAPABILITY );
					},
				)
			);
		}
	}

	/** Whether posts of pages are answered. An empty one is refused, in JSON: that is an answer. */
	private static function collect(): array {
		$label  = __( 'Posts of pages are answered', 'inkling' );
		$answer = wp_remote_post(
			Endpoint::collector_url() . '/v1/collect?k=' . rawurlencode( Rules::page()['key'] ),
			array(
				'body'    => '{}',
				'timeout' => self::LIMIT_SECONDS,
				'headers' => array( 'Content-Type' => 'text/plain' ),
			)
		);
		if ( is_wp_error( $answer ) ) {
			/* translators: %s: what went wrong. */
			return array( 'label' => $label, 'state' => 'bad', 'text' => sprintf( __( 'The site did not reach itself: %s', 'inkling' ), $answer->get_error_message() ) );
		}
		$read = json_decode( wp_remote_retrieve_body( $answer ), true );
		if ( 'switched_off' === ( $read['error']['code'] ?? '' ) ) {
			return array( 'label' => $label, 'state' => 'bad', 'text' => __( 'Posts are refused, for Inkling is off.', 'inkling' ) );
		}
		if ( isset( $read['error']['code'] ) || isset( $read['accepted'] ) ) {
			return array( 'label' => $label, 'state' => 'ok', 'text' => __( 'The site takes what pages send.', 'inkling' ) );
		}
		/* translators: %d: an HTTP status. */
		return array( 'label' => $label, 'state' => 'bad', 'text' => sprintf( __( 'Something in front of the plugin answers with status %d: let POST requests with “?inkling=” in the address through your firewall or cache.', 'inkling' ), wp_remote_retrieve_response_code( $answer ) ) );
	}

	/** Whether strangers can read the folder: its files say nothing even then, and lie open all the same. */
	private static function outside(): array {
		$label  = __( 'The folder of Inkling is closed to strangers', 'inkling' );
		$answer = wp_remote_get( dirname( Storage::public_url() ) . '/settings.php', array( 'timeout' => self::LIMIT_SECONDS ) );
		if ( is_wp_error( $answer ) ) {
			/* translators: %s: what went wrong. */
			return array( 'label' => $label, 'state' => 'note', 'text' => sprintf( __( 'The site did not reach itself: %s', 'inkling' ), $answer->get_error_message() ) );
		}
		$is_open = false !== strpos( wp_remote_retrieve_body( $answer ), Rules::page()['site'] );
		return array(
			'label' => $label,
			'state' => $is_open ? 'bad' : 'ok',
			'text'  => $is_open ? __( 'Your server sends PHP files of the uploads as text: forbid that for the folder uploads/inkling-*, and ask your host why it does so.', 'inkling' ) : __( 'Nothing of it is sent to whoever asks for it.', 'inkling' ),
		);
	}

	/**
	 * As WordPress wants it.
	 *
	 * @param string $key   Of the check.
	 * @param array  $check `label`, `state`, `text`.
	 * @return array
	 */
	private static function result( string $key, array $check ): array {
		return array(
			'label'       => $check['label'],
			'status'      => 'bad' === $check['state'] ? 'critical' : 'good',
			'badge'       => array(
				'label' => __( 'Inkling', 'inkling' ),
				'color' => 'blue',
			),
			'description' => '<p>' . esc_html( $check['text'] ) . '</p>',
			'actions'     => '',
			'test'        => 'inkling_' . $key,
		);
	}
}
