<?php
/**
 * What a post is answered with.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** A status and a JSON body. Codes and sentences are those of the server (core/errors.ts). */
final class Answer {

	/** Code => status, sentence. */
	private const REFUSALS = array(
		'malformed_json'     => array( 400, 'It is not valid JSON.' ),
		'invalid_utf8'       => array( 400, 'The body is not valid UTF-8.' ),
		'invalid_body'       => array( 400, 'It does not have the expected shape.' ),
		'invalid_value'      => array( 400, 'A value is of the wrong type or out of range.' ),
		'forbidden_key'      => array( 400, 'A property key is not allowed.' ),
		'too_deep'           => array( 400, 'The body is nested too deeply.' ),
		'missing_key'        => array( 401, 'No key came with the request.' ),
		'unknown_key'        => array( 401, 'The key is not known.' ),
		'switched_off'       => array( 403, 'Inkling is switched off on this site.' ),
		'foreign_origin'     => array( 403, 'Only pages of this site may post here.' ),
		'not_found'          => array( 404, 'There is nothing here.' ),
		'method_not_allowed' => array( 405, 'This address does not take that method.' ),
		'too_large'          => array( 413, 'The body is larger than this door takes.' ),
		'too_many_items'     => array( 413, 'There are more items in the body than one post may carry.' ),
		'rate_limited'       => array( 429, 'Too many posts from this address or with this key.' ),
		'queue_full'         => array( 503, 'The server is at its limit.' ),
		'store_unavailable'  => array( 503, 'The store cannot take entries now.' ),
	);

	/** @var int HTTP. */
	public $status;

	/** @var array|\stdClass JSON. */
	public $body;

	/** @var int|null After how many seconds another try makes sense. */
	public $retry_after;

	/**
	 * An answer of any kind.
	 *
	 * @param int             $status      HTTP.
	 * @param array|\stdClass $body        JSON.
	 * @param int|null        $retry_after Seconds.
	 */
	public function __construct( int $status, $body, ?int $retry_after = null ) {
		$this->status      = $status;
		$this->body        = $body;
		$this->retry_after = $retry_after;
	}

	/**
	 * A whole post that is not taken: what, where, and what would cure it.
	 *
	 * @param string $code One of the table.
	 * @param string $at   Path into the body; empty for the whole.
	 * @param string $hint The cure.
	 */
	public static function refuse( string $code, string $at, string $hint ): self {
		list( $status, $message ) = self::REFUSALS[ $code ];
		$error                    = array(
			'code'    => $code,
			'message' => $message,
			'at'      => $at,
			'hint'    => $hint,
		);
		return new self( $status, array( 'error' => $error ), 429 === $status || 503 === $status ? 5 : null );
	}

	/** The body as it is sent. */
	public function json(): string {
		return (string) json_encode( $this->body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}

	/** Sends it. It says nothing to caches and nothing to other sites. */
	public function send(): void {
		http_response_code( $this->status );
		header( 'Content-Type: application/json; charset=UTF-8' );
		header( 'Cache-Control: no-store' );
		header( 'X-Content-Type-Options: nosniff' );
		if ( null !== $this->retry_after ) {
			header( 'Retry-After: ' . $this->retry_after );
		}
		echo $this->json(); // JSON, said to be such, and never guessed to be anything else.
	}
}
