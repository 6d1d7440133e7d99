<?php
/**
 * The server that the site is connected to, if it is: requests that are signed, and answers that are believed.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * Asked by cron and by an administrator, never for a visitor: a request that does not wait for its answer waits for the
 * connection all the same.
 */
final class Server {

	/** Keys and address, as the settings page saves them; not loaded with every request. */
	public const OPTION = 'inkling_connection';

	/** The server's doors for WordPress. */
	private const BASE = '/platforms/wordpress';

	private const TIMEOUT_SECONDS = 10;

	/** A bundle with all its texts has a tenth of it. */
	private const MOST_BYTES = 4194304;

	/**
	 * What the merchant has given; each is empty where there is none.
	 *
	 * @return array{server:string,write_key:string,secret_key:string}
	 */
	public static function connection(): array {
		$saved = get_option( self::OPTION );
		$saved = is_array( $saved ) ? $saved : array();
		$own   = array();
		foreach ( array( 'server', 'write_key', 'secret_key' ) as $key ) {
			$own[ $key ] = isset( $saved[ $key ] ) && is_string( $saved[ $key ] ) ? trim( $saved[ $key ] ) : '';
		}
		$own['server'] = untrailingslashit( $own['server'] );
		return $own;
	}

	/** Whether anything may leave the site at all. */
	public static function is_there(): bool {
		return ! in_array( '', self::connection(), true );
	}

	/**
	 * Asks the server, and waits for its answer.
	 *
	 * @param string     $method `GET` or `POST`.
	 * @param string     $path   For example `/batches`.
	 * @param array|null $body   Sent as JSON.
	 * @param string     $etag   Of what is here already.
	 * @return array{status:int,body:array,error:string,retry_after:int,etag:string,is_trusted:bool} Status 0: no answer.
	 */
	public static function ask( string $method, string $path, ?array $body = null, string $etag = '' ): array {
		$own   = self::connection();
		$fault = self::check_address( $own['server'] );
		if ( '' !== $fault ) {
			return self::answer( 0, array( 'error' => $fault ) );
		}
		$text = null === $body ? '' : (string) wp_json_encode( $body );
		$t    = time();
		$v1   = self::sign( $own['secret_key'], $t, $method . ' ' . self::BASE . $path, $text );
		$args = array(
			'method'              => $method,
			'timeout'             => self::TIMEOUT_SECONDS,
			// Somebody else's address gets neither what is sent nor how it was signed.
			'redirection'         => 0,
			'limit_response_size' => self::MOST_BYTES,
			'user-agent'          => 'Inkling/' . VERSION,
			'headers'             => array(
				'X-Inkling-Key'       => $own['write_key'],
				'X-Inkling-Signature' => 't=' . $t . ',v1=' . $v1,
			),
		);
		if ( '' !== $etag ) {
			$args['headers']['If-None-Match'] = $etag;
		}
		if ( '' !== $text ) {
			$args['headers']['Content-Type'] = 'application/json';
			$args['body']                    = $text;
			if ( function_exists( 'gzencode' ) ) {
				$args['headers']['Content-Encoding'] = 'gzip';
				$args['body']                        = gzencode( $text, 6 );
			}
		}
		return self::read( wp_remote_request( $own['server'] . self::BASE . $path, $args ), $v1, $own['secret_key'] );
	}

	/**
	 * What the answer is worth: one without the server's signature may be anybody's on the way.
	 *
	 * @param array|\WP_Error $response   As WordPress has it.
	 * @param string          $v1         Of the request.
	 * @param string          $secret_key The site's.
	 */
	private static function read( $response, string $v1, string $secret_key ): array {
		if ( is_wp_error( $response ) ) {
			return self::answer( 0, array( 'error' => $response->get_error_message() ) );
		}
		$status     = (int) wp_remote_retrieve_response_code( $response );
		$text       = (string) wp_remote_retrieve_body( $response );
		$signature  = (string) wp_remote_retrieve_header( $response, 'x-inkling-signature' );
		$is_trusted = self::is_signed( $signature, $v1, $status, $text, $secret_key );
		$body       = json_decode( $text, true );
		$body       = is_array( $body ) ? $body : array();
		return self::answer(
			$status,
			array(
				'body'        => $is_trusted ? $body : array(),
				'error'       => self::explain( $status, $body, $is_trusted ),
				'retry_after' => self::seconds( (string) wp_remote_retrieve_header( $response, 'retry-after' ) ),
				'etag'        => (string) wp_remote_retrieve_header( $response, 'etag' ),
				'is_trusted'  => $is_trusted,
			)
		);
	}

	/**
	 * Who asks, when, where and what, in one: no body can be turned to another address.
	 *
	 * @param string $secret_key The site's.
	 * @param int    $t          Unix seconds.
	 * @param string $target     `METHOD path`.
	 * @param string $text       The body before it is packed.
	 */
	public static function sign( string $secret_key, int $t, string $target, string $text ): string {
		return hash_hmac( 'sha256', $t . '.' . $target . "\n" . $text, $secret_key );
	}

	/**
	 * Whether the server says so, and to this request.
	 *
	 * @param string $header     `t=…,v1=…`.
	 * @param string $v1         Of the request.
	 * @param int    $status     Of the answer.
	 * @param string $text       Of the answer.
	 * @param string $secret_key The site's.
	 */
	public static function is_signed( string $header, string $v1, int $status, string $text, string $secret_key ): bool {
		if ( 1 !== preg_match( '/^t=(\d{1,12}),v1=([0-9a-f]{64})$/', $header, $said ) ) {
			return false;
		}
		return hash_equals( hash_hmac( 'sha256', $said[1] . '.' . $v1 . "\n" . $status . "\n" . $text, $secret_key ), $said[2] );
	}

	/**
	 * Why nothing may be sent to an address; empty where something may.
	 *
	 * @param string $server With its scheme.
	 */
	public static function check_address( string $server ): string {
		$parts = wp_parse_url( $server );
		if ( ! is_array( $parts ) || ! isset( $parts['scheme'], $parts['host'] ) || isset( $parts['user'] ) || isset( $parts['query'] ) || isset( $parts['fragment'] ) ) {
			return __( 'Write the address of the server with https:// before it, and nothing behind its path.', 'inkling' );
		}
		if ( self::may_be_private( $server ) && in_array( $parts['scheme'], array( 'http', 'https' ), true ) ) {
			return '';
		}
		if ( 'https' !== $parts['scheme'] ) {
			return __( 'The address has to begin with https://, so that nobody reads on the way.', 'inkling' );
		}
		$addresses = self::resolve( trim( $parts['host'], '[]' ) );
		if ( array() === $addresses ) {
			return __( 'The name of the server leads nowhere: look for a mistake in it.', 'inkling' );
		}
		foreach ( $addresses as $address ) {
			if ( ! self::is_public( $address ) ) {
				return __( 'The server lies in a private network. If that is meant, define INKLING_ALLOW_PRIVATE_SERVER as true in wp-config.php.', 'inkling' );
			}
		}
		return '';
	}

	/**
	 * A server beside the site is the merchant's own, once they have said so.
	 *
	 * @param string $server Its address.
	 */
	private static function may_be_private( string $server ): bool {
		$is_allowed = defined( 'INKLING_ALLOW_PRIVATE_SERVER' ) && true === INKLING_ALLOW_PRIVATE_SERVER;
		/**
		 * Whether the server may lie in a private network, without encryption on the way.
		 *
		 * @param bool   $is_allowed What wp-config.php says.
		 * @param string $server     Its address.
		 */
		return (bool) apply_filters( 'inkling_allows_private_server', $is_allowed, $server );
	}

	/**
	 * Every address that a name leads to: one that is private is enough to turn it away.
	 *
	 * @param string $host A name, or an address itself.
	 * @return string[]
	 */
	private static function resolve( string $host ): array {
		if ( false !== filter_var( $host, FILTER_VALIDATE_IP ) ) {
			return array( $host );
		}
		$found = gethostbynamel( $host );
		$found = is_array( $found ) ? $found : array();
		$newer = function_exists( 'dns_get_record' ) ? @dns_get_record( $host, DNS_AAAA ) : array(); // A resolver that is away warns.
		foreach ( is_array( $newer ) ? $newer : array() as $record ) {
			if ( isset( $record['ipv6'] ) ) {
				$found[] = $record['ipv6'];
			}
		}
		return $found;
	}

	/**
	 * Whether an address is one of the open internet.
	 *
	 * @param string $address Of either kind.
	 */
	public static function is_public( string $address ): bool {
		$bytes = @inet_pton( $address ); // What is no address warns.
		if ( false === $bytes ) {
			return false;
		}
		// An old address in a new one's clothes: ::ffff:10.0.0.1, 64:ff9b::10.0.0.1.
		if ( 16 === strlen( $bytes ) && in_array( bin2hex( substr( $bytes, 0, 12 ) ), array( '00000000000000000000ffff', '0064ff9b0000000000000000' ), true ) ) {
			$address = (string) inet_ntop( substr( $bytes, 12 ) );
		}
		$first = explode( '.', $address );
		// Shared by providers (RFC 6598), and of several receivers: PHP takes both for public.
		$is_shared = 4 === count( $first ) && ( ( '100' === $first[0] && (int) $first[1] >= 64 && (int) $first[1] < 128 ) || (int) $first[0] >= 224 );
		return ! $is_shared && false !== filter_var( $address, FILTER_VALIDATE_IP, FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE );
	}

	/**
	 * What the operator reads.
	 *
	 * @param int   $status     Of the answer.
	 * @param array $body       Of the answer.
	 * @param bool  $is_trusted Whether it is the server's.
	 */
	private static function explain( int $status, array $body, bool $is_trusted ): string {
		if ( $is_trusted && $status < 400 ) {
			return '';
		}
		$hint = isset( $body['error']['hint'] ) && is_string( $body['error']['hint'] ) ? mb_substr( $body['error']['hint'], 0, 200 ) : '';
		if ( 401 === $status ) {
			return __( 'The server does not know these keys: compare them with those it shows.', 'inkling' );
		}
		/* translators: 1: HTTP status, 2: what the server says of it. */
		$said = sprintf( __( 'The server answered %1$d. %2$s', 'inkling' ), $status, $hint );
		/* translators: %d: HTTP status. */
		return $is_trusted || $status >= 400 ? trim( $said ) : sprintf( __( 'Something answered %d that is not the server: no signature of its.', 'inkling' ), $status );
	}

	/**
	 * How long the server asks to be left alone.
	 *
	 * @param string $header Seconds, or a date.
	 */
	private static function seconds( string $header ): int {
		if ( ctype_digit( $header ) ) {
			return (int) $header;
		}
		$at = '' === $header ? false : strtotime( $header );
		return false === $at ? 0 : max( 0, $at - time() );
	}

	/**
	 * An answer with whatever is not said of it.
	 *
	 * @param int   $status Of HTTP; 0: there was none.
	 * @param array $more   What is known.
	 */
	private static function answer( int $status, array $more ): array {
		return $more + array(
			'status'      => $status,
			'body'        => array(),
			'error'       => '',
			'retry_after' => 0,
			'etag'        => '',
			'is_trusted'  => false,
		);
	}
}
