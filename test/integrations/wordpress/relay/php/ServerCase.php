<?php
use Inkling\Relay_State;
use Inkling\Server;

/** A server that answers by itself, inside of WordPress: what is sent to it is remembered. */
abstract class ServerCase extends PHPUnit\Framework\TestCase {

	protected const KEY = 'sk_of_this_test';

	/** @var array[] Each `path`, `body`, `args`. */
	protected $asked = array();

	/** @var callable Gets path and body, gives status, body and headers. */
	protected $server;

	/** @var callable */
	private $filter;

	protected function setUp(): void {
		Inkling\Relay::disconnect();
		Inkling\Outbox::clear();
		delete_option( Relay_State::OPTION );
		$this->asked  = array();
		$this->server = static function (): array {
			return array( 200, array( 'refused' => array() ) );
		};
		$this->filter = function ( $answer, $args, $url ) {
			return $this->answer( $args, (string) $url );
		};
		add_filter( 'pre_http_request', $this->filter, 10, 3 );
		add_filter( 'inkling_allows_private_server', '__return_true' );
	}

	protected function tearDown(): void {
		remove_filter( 'pre_http_request', $this->filter );
		remove_filter( 'inkling_allows_private_server', '__return_true' );
		remove_all_filters( 'inkling_outbox_rows' );
		remove_all_filters( 'inkling_may_relay' );
		Inkling\Relay::disconnect();
	}

	protected function connect(): void {
		update_option( Server::OPTION, array( 'server' => 'https://server.example', 'write_key' => 'wk_1', 'secret_key' => self::KEY ) );
	}

	protected function run_now(): void {
		Relay_State::note( array( 'next' => 0 ) );
		Inkling\Relay::run();
	}

	/** Lines that were sent, by the ids of their events. */
	protected function sent(): array {
		$ids = array();
		foreach ( $this->asked as $asked ) {
			foreach ( $asked['body']['lines'] ?? array() as $line ) {
				$ids[] = $line['e'][0]['i'] ?? '';
			}
		}
		return $ids;
	}

	protected static function line( string $id, array $more = array() ): array {
		return $more + array(
			't' => time() * 1000,
			'v' => str_repeat( 'a', 32 ),
			'm' => 'consented',
			'c' => array( 'analytics' => true ),
			'e' => array( array( 'i' => $id, 'n' => 'Page Viewed', 't' => time() * 1000, 'p' => (object) array() ) ),
		);
	}

	private function answer( array $args, string $url ): array {
		$text          = isset( $args['body'] ) ? gzdecode( $args['body'] ) : '';
		$path          = substr( (string) wp_parse_url( $url, PHP_URL_PATH ), strlen( '/platforms/wordpress' ) );
		$body          = (array) json_decode( $text, true );
		$this->asked[] = compact( 'path', 'body', 'args', 'text' );
		$given         = ( $this->server )( $path, $body );
		$headers       = $given[2] ?? array();
		$said          = (string) wp_json_encode( $given[1] );
		preg_match( '/v1=(\w+)/', $args['headers']['X-Inkling-Signature'], $found );
		if ( ! isset( $headers['x-inkling-signature'] ) ) {
			$headers['x-inkling-signature'] = 't=1,v1=' . hash_hmac( 'sha256', '1.' . $found[1] . "\n" . $given[0] . "\n" . $said, self::KEY );
		}
		return array(
			'headers'  => new WpOrg\Requests\Utility\CaseInsensitiveDictionary( $headers ),
			'body'     => $said,
			'response' => array( 'code' => $given[0], 'message' => '' ),
			'cookies'  => array(),
			'filename' => null,
		);
	}
}
