<?php
/**
 * The ways by which posts reach the collect path.
 *
 * @package Inkling
 */

namespace Inkling;

use Inkling\Collect\Answer;
use Inkling\Collect\Entrance;

defined( 'ABSPATH' ) || exit;

/**
 * Posts are answered by the plugin's own file, before other plugins load. Where a server lets no query strings through, there
 * is a route of the REST API that does the same, twenty times slower; and for big sites a module that answers even earlier.
 */
final class Endpoint implements Module {

	private const ROUTES = array( '/collect', '/exposures', '/own', '/own/erasures' );

	/** Adds the routes, and follows the settings. */
	public static function hook(): void {
		add_action( 'rest_api_init', array( self::class, 'add_routes' ) );
		add_filter( 'rest_pre_serve_request', array( self::class, 'serve' ), 10, 2 );
		add_action( 'inkling_settings_saved', array( Speed_Module::class, 'follow' ) );
		add_action( 'inkling_daily', array( Speed_Module::class, 'follow' ) );
	}

	/** The module follows the setting also after an update of the plugin. */
	public static function install(): void {
		Speed_Module::follow();
	}

	/** A module without its plugin would go on answering. */
	public static function pause(): void {
		Speed_Module::remove();
	}

	public static function uninstall(): void {
		Speed_Module::remove();
		delete_option( 'inkling_direct' );
	}

	/** Address that pages post to; the tracker puts its own path behind it. */
	public static function collector_url(): string {
		$direct = Speed_Module::url();
		if ( '' !== $direct ) {
			return $direct;
		}

		/**
		 * Filters whether pages post to the REST API, for servers that let no `?inkling=` through.
		 *
		 * @param bool $uses_rest Slower by far.
		 */
		$uses_rest = apply_filters( 'inkling_uses_rest', false );
		// Without pretty addresses a route stands in the query itself, and nothing can be put behind it.
		return $uses_rest && get_option( 'permalink_structure' ) ? rest_url( 'inkling' ) : home_url( '/?inkling=' );
	}

	/** Posts of pages, and nothing else. */
	public static function add_routes(): void {
		foreach ( self::ROUTES as $route ) {
			register_rest_route(
				'inkling/v1',
				$route,
				array(
					'methods'             => 'POST',
					'callback'            => array( self::class, 'answer' ),
					// Visitors post from pages that caches keep, where no nonce is valid; Collect\Desk says who may.
					'permission_callback' => '__return_true',
				)
			);
		}
	}

	/**
	 * Answers by the collect path.
	 *
	 * @param \WP_REST_Request $request The post.
	 */
	public static function answer( \WP_REST_Request $request ): \WP_REST_Response {
		$path   = (string) preg_replace( '#^/inkling#', '', $request->get_route() );
		$key    = $request->get_query_params()['k'] ?? '';
		$answer = Entrance::handle( Storage::folder(), $path, is_string( $key ) ? $key : '' );
		return self::respond( $answer );
	}

	/**
	 * Says nothing to caches, as the early way.
	 *
	 * @param Answer $answer Of the collect path.
	 */
	private static function respond( Answer $answer ): \WP_REST_Response {
		$response = new \WP_REST_Response( $answer->body, $answer->status );
		$response->header( 'Cache-Control', 'no-store' );
		if ( null !== $answer->retry_after ) {
			$response->header( 'Retry-After', (string) $answer->retry_after );
		}
		return $response;
	}

	/**
	 * Sends the same bytes as the early way: WordPress would escape slashes and letters.
	 *
	 * @param bool                  $is_served Whether another filter sent it.
	 * @param \WP_HTTP_Response|null $response  The answer.
	 */
	public static function serve( $is_served, $response ): bool {
		$route = $response instanceof \WP_REST_Response ? (string) $response->get_matched_route() : '';
		if ( $is_served || 0 !== strpos( $route, '/inkling/v1/' ) || ! in_array( substr( $route, strlen( '/inkling/v1' ) ), self::ROUTES, true ) ) {
			return (bool) $is_served;
		}
		echo wp_json_encode( $response->get_data(), JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
		return true;
	}
}
