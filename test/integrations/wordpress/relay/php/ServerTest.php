<?php
require_once __DIR__ . '/ServerCase.php';

use Inkling\Server;

final class ServerTest extends ServerCase {

	public function test_requests_and_answers_are_signed_as_the_server_signs_them(): void {
		$shared = json_decode( file_get_contents( dirname( __DIR__, 4 ) . '/cases/wordpress-signature.json' ), true );
		$this->assertGreaterThan( 2, count( $shared['cases'] ) );
		foreach ( $shared['cases'] as $case ) {
			$v1 = Server::sign( $shared['secretKey'], $case['seconds'], $case['method'] . ' ' . $case['path'], $case['body'] );
			$this->assertSame( $case['v1'], $v1 );
			$this->assertTrue( Server::is_signed( $case['answered'], $v1, $case['status'], $case['answer'], $shared['secretKey'] ) );
			$this->assertFalse( Server::is_signed( $case['answered'], $v1, $case['status'], $case['answer'] . ' ', $shared['secretKey'] ) );
			$this->assertFalse( Server::is_signed( $case['answered'], $v1, 201, $case['answer'], $shared['secretKey'] ) );
			$this->assertFalse( Server::is_signed( $case['answered'], str_repeat( '0', 64 ), $case['status'], $case['answer'], $shared['secretKey'] ) );
			$this->assertFalse( Server::is_signed( '', $v1, $case['status'], $case['answer'], $shared['secretKey'] ) );
		}
	}

	public function test_nothing_is_asked_without_keys(): void {
		$answer = Server::ask( 'GET', '/hello' );
		$this->assertSame( array( 0, array() ), array( $answer['status'], $this->asked ) );
	}

	public function test_a_request_follows_nobody_elsewhere_and_says_which_keys_it_has(): void {
		$this->connect();
		Server::ask( 'POST', '/batches', array( 'a' => 'ü' ) );
		$args = $this->asked[0]['args'];
		$this->assertSame( array( 0, 10, 'wk_1' ), array( $args['redirection'], $args['timeout'], $args['headers']['X-Inkling-Key'] ) );
		preg_match( '/^t=(\d+),v1=(\w+)$/', $args['headers']['X-Inkling-Signature'], $said );
		$this->assertSame( Server::sign( self::KEY, (int) $said[1], 'POST /platforms/wordpress/batches', $this->asked[0]['text'] ), $said[2] );
		$this->assertStringNotContainsString( self::KEY, wp_json_encode( $args['headers'] ) );
	}

	public function test_an_answer_that_nobody_signed_is_worth_nothing(): void {
		$this->connect();
		$this->server = static function (): array {
			return array( 200, array( 'refused' => array() ), array( 'x-inkling-signature' => 't=1,v1=' . str_repeat( '0', 64 ) ) );
		};
		$answer = Server::ask( 'GET', '/hello' );
		$this->assertSame( array( false, array() ), array( $answer['is_trusted'], $answer['body'] ) );
		$this->assertNotSame( '', $answer['error'] );
	}

	/** @dataProvider addresses */
	public function test_only_addresses_of_the_open_internet_are_asked( string $address, bool $is_public ): void {
		$this->assertSame( $is_public, Server::is_public( $address ) );
	}

	public static function addresses(): array {
		$private = array( '127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', 'no address' );
		$cases   = array();
		foreach ( $private as $address ) {
			$cases[ $address ] = array( $address, false );
		}
		return $cases + array(
			'public v4' => array( '93.184.216.34', true ),
			'public v6' => array( '2606:2800:220:1:248:1893:25c8:1946', true ),
		);
	}

	/** @dataProvider servers */
	public function test_an_address_is_looked_at_before_it_is_asked( string $server ): void {
		remove_filter( 'inkling_allows_private_server', '__return_true' );
		$this->assertNotSame( '', Server::check_address( $server ) );
		update_option( Server::OPTION, array( 'server' => $server, 'write_key' => 'wk_1', 'secret_key' => self::KEY ) );
		$this->assertSame( 0, Server::ask( 'GET', '/hello' )['status'] );
		$this->assertSame( array(), $this->asked );
	}

	public static function servers(): array {
		$servers = array( 'http://93.184.216.34', 'https://127.0.0.1', 'https://[::1]', 'https://10.0.0.1:4700', 'https://user:pass@93.184.216.34', 'https://93.184.216.34?x=1', 'ftp://93.184.216.34', 'server', 'https://no-such-host.invalid' );
		return array_combine( $servers, array_map( static function ( string $server ): array {
			return array( $server );
		}, $servers ) );
	}

	public function test_an_address_of_the_open_internet_is_fine(): void {
		remove_filter( 'inkling_allows_private_server', '__return_true' );
		$this->assertSame( '', Server::check_address( 'https://93.184.216.34:8443/inkling' ) );
	}
}
