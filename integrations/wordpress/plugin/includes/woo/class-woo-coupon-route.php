<?php
/**
 * Where a page asks for the code of a coupon.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** A page that a cache keeps can have no nonce. It is asked where it stands instead, and only for what its visitor was granted. */
final class Woo_Coupon_Route {

	private const STATUS = array(
		'foreign_origin'   => 403,
		'unknown_decision' => 404,
		'busy'             => 409,
		'limited'          => 429,
		'unavailable'      => 503,
	);

	/** More is no question of ours. */
	private const MOST_BYTES = 512;

	public static function hook(): void {
		add_action( 'rest_api_init', array( self::class, 'register' ) );
	}

	/** Adds the route. */
	public static function register(): void {
		register_rest_route(
			'inkling/v1',
			'/coupon',
			array(
				'methods'             => 'POST',
				'callback'            => array( self::class, 'answer' ),
				'permission_callback' => array( self::class, 'is_own_page' ),
			)
		);
	}

	/**
	 * Whether a page of this site asks.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 */
	public static function is_own_page( \WP_REST_Request $request ) {
		$origin = (string) $request->get_header( 'origin' );
		$where  = (string) $request->get_header( 'sec_fetch_site' );
		$home   = wp_parse_url( home_url() );
		$own    = $home['scheme'] . '://' . $home['host'] . ( isset( $home['port'] ) ? ':' . $home['port'] : '' );
		if ( $own === $origin && ( '' === $where || 'same-origin' === $where ) ) {
			return true;
		}
		return self::refuse( 'foreign_origin' );
	}

	/**
	 * Answers with a code and its end.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	public static function answer( \WP_REST_Request $request ) {
		$body  = $request->get_body();
		$asked = strlen( $body ) > self::MOST_BYTES ? null : json_decode( $body, true );
		$id    = is_array( $asked ) && is_string( $asked['decision'] ?? null ) ? $asked['decision'] : '';
		$own   = is_array( $asked ) && is_string( $asked['device'] ?? null ) ? $asked['device'] : '';
		$made  = Woo_Coupons::claim( Woo_Link::visitor( $own ), $id );
		if ( isset( $made['error'] ) ) {
			return self::refuse( $made['error'] );
		}
		$answer = new \WP_REST_Response( $made );
		$answer->header( 'Cache-Control', 'no-store' );
		return $answer;
	}

	private static function refuse( string $code ): \WP_Error {
		$texts = array(
			'foreign_origin'   => __( 'Only a page of this site may ask.', 'inkling' ),
			'unknown_decision' => __( 'There is no such offer for this visitor.', 'inkling' ),
			'busy'             => __( 'The code is being made: ask again.', 'inkling' ),
			'limited'          => __( 'No more codes are given away for now.', 'inkling' ),
			'unavailable'      => __( 'The shop makes no codes.', 'inkling' ),
		);
		return new \WP_Error( $code, $texts[ $code ], array( 'status' => self::STATUS[ $code ] ) );
	}
}
