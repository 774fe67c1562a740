import GRDB
import Crypto
import _CryptoExtras
