<?php
/**
 * Where a post is taken, behind the checks that every one passes before anything of it is read.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** One request. What it needs of the world is handed in: folder, request, clock. */
abstract class Desk {

	/** @var Config|null Null where nothing was published. */
	protected $config;

	/** @var Seen|null Of whom the site is asked. */
	protected $seen;

	/** @var int Ms. */
	protected $now;

	/**
	 * For one request.
	 *
	 * @param string $folder Of the site, with a slash at its end.
	 * @param array  $server `$_SERVER`.
	 * @param int    $now    Ms.
	 */
	final public function __construct( string $folder, array $server, int $now ) {
		$this->config = Config::load( $folder );
		$this->seen   = null === $this->config ? null : new Seen( $server, $this->config->trusted_proxies );
		$this->now    = $now;
	}

	/**
	 * Refuses whom the site does not take posts from.
	 *
	 * @param string $key As sent.
	 * @throws Refusal With the reason.
	 */
	protected function check( string $key ): void {
		if ( null === $this->config || ! $this->config->enabled ) {
			throw new Refusal( 'switched_off', '', 'nothing to do: an administrator switches it on again' );
		}
		if ( '' === $key ) {
			throw new Refusal( 'missing_key', 'k', 'send the write key of the site' );
		}
		if ( ! hash_equals( $this->config->key, $key ) ) {
			throw new Refusal( 'unknown_key', 'k', 'send the write key of the site' );
		}
		if ( $this->is_foreign() ) {
			throw new Refusal( 'foreign_origin', '', 'post from a page of this site' );
		}
	}

	/** The buckets of the site. */
	protected function limits(): Limits {
		return new Limits( $this->config->folder, $this->config->id_key );
	}

	/** Whether a page of another site posts. Servers and old browsers say nothing of where they come from. */
	private function is_foreign(): bool {
		if ( 'cross-site' === $this->seen->fetch_site ) {
			return true;
		}
		if ( '' === $this->seen->origin ) {
			return false;
		}
		$parts = parse_url( $this->seen->origin );
		$host  = strtolower( (string) ( $parts['host'] ?? '' ) ) . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
		return ! in_array( $host, $this->config->hosts, true );
	}
}
