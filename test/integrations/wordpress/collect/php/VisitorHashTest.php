<?php

use Inkling\Collect\Address;
use Inkling\Collect\Seen;
use Inkling\Collect\Visitor;
use PHPUnit\Framework\TestCase;

final class VisitorHashTest extends TestCase {

	public static function cases(): array {
		return json_decode( file_get_contents( INKLING_CASES . 'visitor-hash.json' ), true );
	}

	public function test_the_day_hash_is_that_of_typescript(): void {
		foreach ( self::cases()['anonymous'] as $case ) {
			self::assertSame( $case['prefix'], Address::prefix( $case['address'] ), $case['name'] );
			$seen             = new Seen( array( 'REMOTE_ADDR' => $case['address'] ), array() );
			$seen->user_agent = $case['userAgent'];
			$seen->language   = $case['acceptLanguage'];
			self::assertSame( $case['visitor'], Visitor::anonymous( hex2bin( $case['salt'] ), $case['siteId'], $seen ), $case['name'] );
		}
	}

	public function test_headers_are_read_as_the_server_reads_them(): void {
		foreach ( self::cases()['anonymous'] as $case ) {
			$seen = new Seen(
				array(
					'REMOTE_ADDR'          => $case['address'],
					'HTTP_USER_AGENT'      => iconv( 'UTF-8', 'ISO-8859-1', $case['userAgent'] ),
					'HTTP_ACCEPT_LANGUAGE' => $case['acceptLanguage'],
				),
				array()
			);
			self::assertSame( $case['visitor'], Visitor::anonymous( hex2bin( $case['salt'] ), $case['siteId'], $seen ), $case['name'] );
		}
	}

	public function test_devices_and_persons_are_those_of_typescript(): void {
		foreach ( self::cases()['consented'] as $case ) {
			self::assertSame( $case['visitor'], Visitor::device( hex2bin( $case['idKey'] ), $case['device'] ) );
		}
		foreach ( self::cases()['known'] as $case ) {
			self::assertSame( $case['visitor'], Visitor::person( hex2bin( $case['idKey'] ), $case['inner'] ) );
		}
	}

	public function test_only_trusted_proxies_say_whose_address_it_is(): void {
		$trusted = array( 'loopback', '10.0.0.0/8' );
		self::assertSame( '198.51.100.9', Address::of_client( '10.1.2.3', '192.0.2.1, 198.51.100.9', $trusted ) );
		self::assertSame( '198.51.100.9', Address::of_client( '127.0.0.1', '198.51.100.9:4711, 10.0.0.7', $trusted ) );
		self::assertSame( '203.0.113.1', Address::of_client( '203.0.113.1', '198.51.100.9', $trusted ) );
		self::assertSame( '10.1.2.3', Address::of_client( '10.1.2.3', 'unknown', $trusted ) );
		self::assertSame( '2001:db8::1', Address::of_client( '::ffff:10.0.0.1', '[2001:db8::1]:443', $trusted ) );
		self::assertSame( '10.1.2.3', Address::of_client( '10.1.2.3', '198.51.100.9', array() ) );
	}
}
