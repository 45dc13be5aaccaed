# The catalog-api service of dev in eu-west-1. Owned by catalog.

variable "region" {
  type = string
}

variable "environment" {
  type = string
}

module "service" {
  source = "../../../../modules/service"

  name      = "catalog-api-${var.environment}-${var.region}"
  image     = "registry.northstar.example/catalog-api:1.4.2"
  instances = 1
}

output "address" {
  value = module.service.address
}
