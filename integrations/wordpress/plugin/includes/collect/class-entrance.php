<?php
/**
 * From a request of the web server to its answer.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** `?inkling=/v1/collect?k=wk_…`: the tracker puts its own path behind the address it was given. */
final class Entrance {

	/** A key, and what a proxy may put behind it; PHP complains of queries with more words than it reads. */
	private const MOST_QUERY_BYTES = 1000;

	/**
	 * Answers `$_GET['inkling']`.
	 *
	 * @param string $folder Of the site, with a slash at its end.
	 */
	public static function answer( string $folder ): void {
		// No nonce: pages come from caches, and anybody may post; Desk says who may.
		$asked = isset( $_GET['inkling'] ) && is_string( $_GET['inkling'] ) ? $_GET['inkling'] : '';
		$parts = explode( '?', $asked, 2 );
		parse_str( substr( $parts[1] ?? '', 0, self::MOST_QUERY_BYTES ), $query );
		$key = isset( $query['k'] ) && is_string( $query['k'] ) ? $query['k'] : '';
		self::handle( $folder, $parts[0], $key )->send();
	}

	/**
	 * One path of the wire.
	 *
	 * @param string $folder Of the site, with a slash at its end.
	 * @param string $path   For example `/v1/collect`.
	 * @param string $key    Write key.
	 */
	public static function handle( string $folder, string $path, string $key ): Answer {
		if ( '/v1/collect' === $path ) {
			return ( new Collector( $folder, $_SERVER, self::now() ) )->collect( $key, self::body() );
		}
		if ( '/v1/exposures' === $path ) {
			return ( new Collector( $folder, $_SERVER, self::now() ) )->expose( $key, self::body() );
		}
		if ( '/v1/own' === $path || '/v1/own/erasures' === $path ) {
			return ( new Own( $folder, $_SERVER, self::now() ) )->answer( $key, self::body(), '/v1/own' !== $path );
		}
		return Answer::refuse( 'not_found', '', 'post to /v1/collect, /v1/exposures, /v1/own or /v1/own/erasures' );
	}

	/** By the site's clock, ms. */
	public static function now(): int {
		return (int) floor( microtime( true ) * 1000 );
	}

	/** What was posted, read no further than a body may be long. */
	private static function body(): string {
		return (string) file_get_contents( 'php://input', false, null, 0, Envelope::MOST_BYTES + 1 );
	}
}
