<?php

use Inkling\Collect\Free_Text;
use Inkling\Collect\Money;
use PHPUnit\Framework\TestCase;

/** Cases that TypeScript is tested by as well. */
final class FreeTextTest extends TestCase {

	public function test_mail_addresses_are_found(): void {
		$cases = json_decode( file_get_contents( INKLING_CASES . 'free-text.json' ), true );
		foreach ( $cases['personal']['email'] as $text ) {
			self::assertTrue( Free_Text::has_email( Free_Text::fold( $text ) ), $text );
		}
	}

	public function test_what_names_nobody_stays(): void {
		$cases = json_decode( file_get_contents( INKLING_CASES . 'free-text.json' ), true );
		foreach ( $cases['harmless'] as $texts ) {
			foreach ( $texts as $text ) {
				self::assertFalse( Free_Text::is_personal( $text ), $text );
			}
		}
	}

	public function test_cards_are_found(): void {
		self::assertTrue( Free_Text::is_personal( 'my card is 4111 1111 1111 1111' ) );
		self::assertFalse( Free_Text::is_personal( 'my card is 4111 1111 1111 1112' ) );
		self::assertTrue( Free_Text::is_personal( 'call +44 20 7946 0958' ) );
	}

	public function test_amounts_are_exact(): void {
		$cases = json_decode( file_get_contents( INKLING_CASES . 'money.json' ), true )['minor'];
		$ours  = array_filter(
			$cases,
			static function ( array $case ): bool {
				return in_array( $case['currency'], array( 'EUR', 'USD', 'JPY', 'KWD' ), true );
			}
		);
		self::assertGreaterThan( 20, count( $ours ) );
		foreach ( $ours as $case ) {
			self::assertSame( $case['minor'], Money::to_minor( $case['amount'], $case['currency'] ), json_encode( $case ) );
		}
	}
}
