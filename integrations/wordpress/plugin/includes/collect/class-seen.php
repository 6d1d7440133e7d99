<?php
/**
 * What a request shows of its sender. It lives for one request; only what is derived from it goes on.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** Address, headers. Never written anywhere. */
final class Seen {

	private const LONGEST_HEADER = 512;

	/** @var string Whole; compared with values so that none keeps it. Empty for this machine itself. */
	public $address;

	/** @var string Cut to /24 or /48. */
	public $prefix;

	/** @var string */
	public $user_agent;

	/** @var string */
	public $language;

	/** @var string Origin of the page. */
	public $origin;

	/** @var string `Sec-Fetch-Site`. */
	public $fetch_site;

	/** @var string `Sec-Purpose`. */
	public $purpose;

	/** @var bool `Sec-GPC: 1`. */
	public $gpc;

	/**
	 * Reads the request.
	 *
	 * @param array    $server  `$_SERVER`.
	 * @param string[] $trusted Proxies that are believed.
	 */
	public function __construct( array $server, array $trusted ) {
		$header           = static function ( string $name ) use ( $server ): string {
			return isset( $server[ $name ] ) && is_string( $server[ $name ] ) ? $server[ $name ] : '';
		};
		$address          = Address::of_client( $header( 'REMOTE_ADDR' ), $header( 'HTTP_X_FORWARDED_FOR' ), $trusted );
		$this->prefix     = Address::prefix( $address );
		$this->address    = Address::is_in( $address, array( 'loopback' ) ) ? '' : $address;
		$this->user_agent = self::text( $header( 'HTTP_USER_AGENT' ) );
		$this->language   = self::text( $header( 'HTTP_ACCEPT_LANGUAGE' ) );
		$this->origin     = self::text( $header( 'HTTP_ORIGIN' ) );
		$this->fetch_site = $header( 'HTTP_SEC_FETCH_SITE' );
		$this->purpose    = $header( 'HTTP_SEC_PURPOSE' );
		$this->gpc        = '1' === $header( 'HTTP_SEC_GPC' );
	}

	/** The page was fetched ahead of a visit that may never come. */
	public function is_prefetch(): bool {
		return 1 === preg_match( '/\bpre(fetch|render)\b/i', $this->purpose );
	}

	/**
	 * Headers are bytes; the server reads each as a letter of Latin 1, and hashes them as UTF-8. So do we, or the ids differ.
	 *
	 * @param string $bytes As they came.
	 */
	private static function text( string $bytes ): string {
		$cut = substr( $bytes, 0, self::LONGEST_HEADER );
		return (string) preg_replace_callback(
			'/[\x80-\xff]/',
			static function ( array $found ): string {
				$code = ord( $found[0] );
				return chr( 0xc0 | ( $code >> 6 ) ) . chr( 0x80 | ( $code & 0x3f ) );
			},
			$cut
		);
	}
}
